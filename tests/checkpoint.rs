//! PyTorch's own files (`tests/golden/checkpoint/make.py`).
#![cfg(not(target_family = "wasm"))]

use proptest::prelude::*;
use pupil::weights::Weights;

const FILES: [&[u8]; 2] = [include_bytes!("golden/checkpoint/zip.pth"), include_bytes!("golden/checkpoint/legacy.pth")];
const VIEW: &[u8] = include_bytes!("golden/checkpoint/view.pth");

#[test]
fn both_kinds_of_file_are_read() {
    for bytes in FILES {
        let weights = Weights::from_bytes(bytes).unwrap();
        assert_eq!(weights.tensors().map(|(name, _)| name).collect::<Vec<_>>(), ["a", "b", "c"]);
        assert_eq!(weights.values("a", &[2, 3]).unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0]);
        assert_eq!(weights.values("b", &[4]).unwrap(), [1.0; 4]);
        assert!(weights.values("c", &[]).unwrap_err().to_string().contains("I64"));
    }
}

/// Published files have such tensors, made from TensorFlow's by turning axes.
#[test]
fn a_transposed_tensor_is_put_in_order() {
    let weights = Weights::from_bytes(VIEW).unwrap();
    let values = weights.values("a", &[5, 2]).unwrap();
    assert_eq!(values, [-2.0, 3.0, -1.0, 4.0, 0.0, 5.0, 1.0, 6.0, 2.0, 7.0]);
}

#[test]
fn a_cut_file_is_refused() {
    for bytes in FILES {
        for length in 0..bytes.len() {
            assert!(Weights::from_bytes(&bytes[..length]).is_err(), "{length}");
        }
    }
}

/// Dropping it would overflow the stack.
#[test]
fn a_bottomless_pickle_is_refused() {
    let header = &FILES[1][..14];
    let nested = [header, b".", b")", &[0x85].repeat(1_000_000), b"."].concat();
    let message = Weights::from_bytes(&nested).err().unwrap().to_string();
    assert!(message.contains("it is nested too deeply"), "{message}");
}

proptest! {
    /// Whatever is in the file, it is read or refused.
    #[test]
    fn damage_does_no_harm(file in 0_usize..2, changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..8)) {
        let mut bytes = FILES[file].to_vec();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if let Ok(weights) = Weights::from_bytes(&bytes) {
            weights.tensors().for_each(|(name, stored)| drop(weights.values(name, &stored.shape)));
        }
    }
}
