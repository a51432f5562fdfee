//! What a tensor is called elsewhere, and what it is called here.

/// The names in Pupil's own file (`assets/README.md`) → those of `efficientnet_lite_pytorch`.
pub fn efficientnet_lite(name: &str) -> String {
    const OUTSIDE: [(&str, &str); 4] =
        [("stem.conv", "_conv_stem"), ("stem.norm", "_bn0"), ("head.conv", "_conv_head"), ("head.norm", "_bn1")];
    const IN_BLOCK: [(&str, &str); 7] = [
        ("blocks.", "_blocks."),
        ("expand.conv", "_expand_conv"),
        ("expand.norm", "_bn0"),
        ("depthwise.conv", "_depthwise_conv"),
        ("depthwise.norm", "_bn1"),
        ("project.conv", "_project_conv"),
        ("project.norm", "_bn2"),
    ];
    let table: &[_] = if name.starts_with("blocks.") { &IN_BLOCK } else { &OUTSIDE };
    table.iter().fold(name.to_owned(), |name, (file, here)| name.replace(file, here))
}
