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

macro_rules! odd {
    ($($name:literal),* $(,)?) => {
        [$(($name, include_bytes!(concat!("golden/odd_checkpoints/", $name)).as_slice())),*]
    };
}

/// `tests/golden/odd_checkpoints/make.py` says what is in them.
#[test]
fn files_as_people_have_them_are_read() {
    let files = odd![
        "protocol_3.pth",
        "protocol_4.pth",
        "protocol_5.pth",
        "settings.pth",
        "settings_4.pth",
        "python_2.pth",
        "legacy_4.pth",
        "deflated.pth",
        "repacked.pth",
        "zip64.pth",
        "doubles.pth",
        "own_class.pth",
    ];
    for (file, bytes) in files {
        let weights = Weights::from_bytes(bytes).unwrap_or_else(|error| panic!("{file}: {error}"));
        assert_eq!(weights.values("a", &[2, 3]).unwrap(), [0.0, 1.0, 2.0, 3.0, 4.0, 5.0], "{file}");
        assert_eq!(weights.values("b", &[2]).unwrap(), [1.0, 2.0], "{file}");
    }
}

#[test]
fn every_dict_of_tensors_is_found_once() {
    let [(_, bytes)] = odd!["beside.pth"];
    let dicts = Weights::all_from_bytes(bytes).unwrap();
    let names: Vec<Vec<&str>> = dicts.iter().map(|dict| dict.tensors().map(|(name, _)| name).collect()).collect();
    assert_eq!(names, [vec!["acc"], vec!["exp_avg", "step"], vec!["a", "b"]]);
    assert_eq!(dicts[2].values("b", &[2]).unwrap(), [1.0, 2.0]);
}

fn refusal(bytes: &[u8]) -> String {
    Weights::from_bytes(bytes).err().unwrap().to_string()
}

#[test]
fn files_without_a_state_dict_are_refused_with_the_remedy() {
    for (file, bytes) in odd!["model.pth", "script.pt"] {
        assert!(refusal(bytes).contains("Save `model.state_dict()` instead"), "{file}: {}", refusal(bytes));
    }
    let [(_, bytes)] = odd!["big_endian.pth"];
    assert!(refusal(bytes).contains("big-endian"), "{}", refusal(bytes));
}

#[test]
fn archives_without_a_pickle_are_named() {
    let [(_, zipped), (_, keras), (_, pictures)] = odd!["zipped.zip", "model.keras", "pictures.zip"];
    assert!(
        refusal(zipped).contains("it is a ZIP archive with “weights/mine.pth” in it. Unpack it first"),
        "{}",
        refusal(zipped)
    );
    assert!(refusal(keras).contains("it is a file of Keras"), "{}", refusal(keras));
    assert!(refusal(pictures).contains("`torch.save` did not write this ZIP archive"), "{}", refusal(pictures));
}

#[test]
fn a_download_that_broke_off_is_told() {
    let mut weights = Weights::default();
    weights.insert("a", &[100], &[0.0; 100]);
    let safetensors = weights.to_safetensors("key", "value".into());
    for file in [FILES[0], FILES[1], &safetensors] {
        for length in [file.len() / 2, file.len() - 1] {
            assert!(refusal(&file[..length]).contains("download broke off"), "{}", refusal(&file[..length]));
        }
    }
}

#[test]
fn files_that_are_no_weights_are_named() {
    let named: [(&[u8], &str); 13] = [
        (b"", "it is empty"),
        (b"\n<!DOCTYPE html><html>", "it is a web page"),
        (b"\xef\xbb\xbf<!-- moved --><html>", "it is a web page"),
        (b"<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "it is a web page"),
        (b"{\"message\": \"Not Found\"}", "it is a text in JSON"),
        (b"\x28\xb5\x2f\xfd\0\0\0\0", "it is compressed with Zstandard"),
        (b"version https://git-lfs.github.com/spec/v1\n", "it is a Git LFS pointer"),
        (b"\x1f\x8b\x08\0\0\0\0\0", "it is compressed with gzip"),
        (b"\x89HDF\r\n\x1a\n\0\0", "neither a safetensors nor a PyTorch file"),
        (b"\x08\x08\x12\x07pytorch\x1a\x05", "neither a safetensors nor a PyTorch file"),
        (b"\x80\x04N.", "it is a Python pickle that `torch.save` did not write"),
        (b"\x02\0\0\0\0\0\0\0{]", "its safetensors header cannot be read"),
        (include_bytes!("golden/decode/rgb.png"), "neither a safetensors nor a PyTorch file"),
    ];
    for (bytes, words) in named {
        assert!(refusal(bytes).contains(words), "{}", refusal(bytes));
    }
}

/// Neither does the stack overflow, nor does memory run out.
#[test]
fn bottomless_and_repeated_pickles_do_no_harm() {
    let header = &FILES[1][..14];
    let pickle = |body: Vec<u8>| [header, b".", &body, b"."].concat();
    let nested = pickle([b")", &[0x85].repeat(1_000_000)[..]].concat());
    assert!(refusal(&nested).contains("its pickle ends too early"), "{}", refusal(&nested));
    // A list of 1000 pairs, and a million dicts made of it.
    let pairs = [b"]q\0(", &b"K\x01K\x02\x86".repeat(1000)[..], b"e0ccollections\nOrderedDict\nq\x01"].concat();
    let dicts = pickle([&pairs[..], &b"h\x01h\0\x85R0".repeat(1_000_000)].concat());
    assert!(refusal(&dicts).contains("its pickle has too many values"), "{}", refusal(&dicts));
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
