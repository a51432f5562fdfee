//! Messages in Protocol Buffers' wire format (<https://protobuf.dev/programming-guides/encoding/>), as far as ONNX needs it.

/// A message under way: its fields, in the order in which they were added.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Message(Vec<u8>);

/// How a field's value is written.
#[derive(Clone, Copy)]
enum Wire {
    Varint = 0,
    Bytes = 2,
}

impl Message {
    /// With a whole number that is not negative.
    pub(super) fn int(mut self, field: u32, value: usize) -> Self {
        self.key(field, Wire::Varint);
        self.varint(value as u64);
        self
    }

    /// With bytes, or a text in UTF-8.
    pub(super) fn bytes(mut self, field: u32, bytes: impl AsRef<[u8]>) -> Self {
        self.key(field, Wire::Bytes);
        self.varint(bytes.as_ref().len() as u64);
        self.0.extend(bytes.as_ref());
        self
    }

    /// With another message.
    pub(super) fn message(self, field: u32, message: &Self) -> Self {
        self.bytes(field, &message.0)
    }

    /// With a message for each of some.
    pub(super) fn messages<'m>(self, field: u32, messages: impl IntoIterator<Item = &'m Self>) -> Self {
        messages.into_iter().fold(self, |whole, message| whole.message(field, message))
    }

    /// Its bytes.
    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.0
    }

    fn key(&mut self, field: u32, wire: Wire) {
        self.varint(u64::from(field << 3 | wire as u32));
    }

    /// Seven bits a byte, the lowest first; the highest bit says that more follow.
    fn varint(&mut self, mut value: u64) {
        while value >= 0x80 {
            self.0.push(value as u8 | 0x80);
            value >>= 7;
        }
        self.0.push(value as u8);
    }
}

#[cfg(test)]
mod tests {
    use crate::export::protobuf::Message;

    /// The examples of the format's documentation: 150 in field 1, "testing" in field 2, the first message in field 3.
    #[test]
    fn messages_are_as_the_documentation_shows() {
        let number = Message::default().int(1, 150);
        assert_eq!(number.clone().into_bytes(), [0x08, 0x96, 0x01]);
        let text = Message::default().bytes(2, "testing");
        assert_eq!(text.into_bytes(), [0x12, 0x07, 0x74, 0x65, 0x73, 0x74, 0x69, 0x6e, 0x67]);
        assert_eq!(Message::default().message(3, &number).into_bytes(), [0x1a, 0x03, 0x08, 0x96, 0x01]);
    }
}
