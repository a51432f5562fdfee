//! HDF5 files (<https://support.hdfgroup.org/documentation/hdf5/latest/_f_m_t3.html>), as far as Keras's weights need them: groups, and
//! datasets of floats in one piece.

use std::collections::BTreeMap;

use crate::weights::Numbers;

/// What a name in a file stands for.
pub(super) enum Node {
    /// More names.
    Group(Group),
    /// Length of each axis, and the numbers.
    Dataset(Vec<usize>, Numbers),
}

/// Names, and what they stand for.
pub(super) type Group = BTreeMap<String, Node>;

/// The file whose root is `root`.
pub(super) fn write(root: &Group) -> Vec<u8> {
    let mut file = vec![0; SUPERBLOCK];
    let address = add_group(&mut file, root);
    let superblock = superblock(address, file.len());
    file[..SUPERBLOCK].copy_from_slice(&superblock);
    file
}

/// Bytes of a superblock.
const SUPERBLOCK: usize = 96;
/// The address of what is not there.
const NOWHERE: u64 = u64::MAX;

/// Version 0 (section II.A), with the root's symbol table entry (III.C).
fn superblock(root: u64, length: usize) -> Vec<u8> {
    const NODE_SIZES: [u8; 4] = [4, 0, 16, 0];
    let mut bytes = b"\x89HDF\r\n\x1a\n".to_vec();
    bytes.extend([0, 0, 0, 0, 0, 8, 8, 0]); // versions; addresses and lengths have 8 bytes
    bytes.extend(NODE_SIZES);
    bytes.extend([0; 4]);
    for address in [0, NOWHERE, length as u64, NOWHERE, 0, root] {
        bytes.extend(address.to_le_bytes());
    }
    bytes.resize(SUPERBLOCK, 0);
    bytes
}

/// Adds a group behind what is in it; returns its address.
fn add_group(file: &mut Vec<u8>, group: &Group) -> u64 {
    let links: Vec<(&String, u64)> = group.iter().map(|(name, node)| (name, add(file, node))).collect();
    // No heap and no index: the links are messages. Both infos are of version 0.
    let mut messages = vec![(LINK_INFO, [&[0, 0][..], &[0xff; 16]].concat()), (GROUP_INFO, vec![0, 0])];
    for (name, address) in links {
        // Version 1, a hard link, a name of up to 255 bytes.
        let start = [1, 0, name.len() as u8];
        messages.push((LINK, [&start, name.as_bytes(), &address.to_le_bytes()].concat()));
    }
    add_object(file, &messages)
}

fn add(file: &mut Vec<u8>, node: &Node) -> u64 {
    match node {
        Node::Group(group) => add_group(file, group),
        Node::Dataset(shape, numbers) => add_dataset(file, shape, numbers),
    }
}

fn add_dataset(file: &mut Vec<u8>, shape: &[usize], numbers: &Numbers) -> u64 {
    let bytes = numbers.to_bytes();
    let address = file.len() as u64;
    file.extend(&bytes);
    file.resize(file.len().next_multiple_of(8), 0);
    // Version 1, without maximum lengths.
    let mut space = vec![1, shape.len() as u8, 0, 0, 0, 0, 0, 0];
    shape.iter().for_each(|&length| space.extend((length as u64).to_le_bytes()));
    // Version 3, in one piece.
    let layout = [&[3, 1][..], &address.to_le_bytes(), &(bytes.len() as u64).to_le_bytes()].concat();
    // Version 2: no value for what was never written.
    let fill = vec![2, 2, 2, 1, 0, 0, 0, 0];
    add_object(file, &[(DATASPACE, space), (DATATYPE, datatype(numbers)), (FILL, fill), (LAYOUT, layout)])
}

/// Little-endian floats of IEEE 754 (IV.A.2.d): version and class, bit field (implied leading bit, place of the sign), size, offset
/// and bits, place and bits of exponent and mantissa, bias.
fn datatype(numbers: &Numbers) -> Vec<u8> {
    match numbers {
        Numbers::F16(_) => vec![0x11, 0x20, 15, 0, 2, 0, 0, 0, 0, 0, 16, 0, 10, 5, 0, 10, 15, 0, 0, 0],
        Numbers::F32(_) => vec![0x11, 0x20, 31, 0, 4, 0, 0, 0, 0, 0, 32, 0, 23, 8, 0, 23, 127, 0, 0, 0],
    }
}

/// Types of messages (IV.A.2).
const DATASPACE: u16 = 1;
const LINK_INFO: u16 = 2;
const DATATYPE: u16 = 3;
const FILL: u16 = 5;
const LINK: u16 = 6;
const LAYOUT: u16 = 8;
const GROUP_INFO: u16 = 10;

/// Adds an object header of version 1 (IV.A.1.a); returns its address.
fn add_object(file: &mut Vec<u8>, messages: &[(u16, Vec<u8>)]) -> u64 {
    let mut body = Vec::new();
    for (kind, data) in messages {
        let length = data.len().next_multiple_of(8);
        body.extend(kind.to_le_bytes());
        body.extend((length as u16).to_le_bytes());
        body.extend([0; 4]);
        body.extend(data);
        body.resize(body.len() + length - data.len(), 0);
    }
    let address = file.len() as u64;
    file.extend([1, 0]);
    file.extend((messages.len() as u16).to_le_bytes());
    file.extend(1u32.to_le_bytes()); // one link to it
    file.extend((body.len() as u32).to_le_bytes());
    file.extend([0; 4]);
    file.extend(body);
    address
}
