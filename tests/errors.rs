//! Errors as data: their codes, which the package lists too, and their details.
#![cfg(not(target_family = "wasm"))]

use pupil::error::{Error, ErrorData};
use serde_json::json;

const LIST: &str = include_str!("../pkg/lib/shared/error-codes.d.ts");

#[test]
fn the_package_lists_every_code() {
    let start = LIST.split_once("type EngineErrorCode").expect("the type is there").1;
    let union = start.split_once(';').expect("it ends with a semicolon").0;
    let listed: Vec<&str> = union.split('"').skip(1).step_by(2).collect();
    let mut codes = Error::CODES.to_vec();
    codes.sort_unstable();
    assert_eq!(listed, codes, "pkg/lib/shared/error-codes.d.ts, sorted");
}

#[test]
fn details_are_the_fields() {
    let data = |error: &Error| serde_json::to_value(ErrorData::from(error)).unwrap();
    let large = Error::PictureTooLarge { width: 20_000, height: 10_000, max_megapixels: 128 };
    assert_eq!(
        data(&large),
        json!({
            "code": "picture_too_large",
            "message": large.to_string(),
            "details": { "width": 20_000, "height": 10_000, "maxMegapixels": 128 },
        })
    );
    assert_eq!(
        data(&Error::EmptyName),
        json!({
            "code": "empty_name",
            "message": "A class needs a name. Type at least one letter.",
            "details": {},
        })
    );
}
