//! Where the backbone runs.

use serde::Deserialize;

/// Where the backbone runs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Backend {
    /// On the GPU, through the browser's WebGPU.
    WebGpu,
    /// On the CPU.
    Cpu,
}

#[cfg(target_family = "wasm")]
impl Backend {
    /// Its device.
    ///
    /// # Errors
    /// [`crate::Error::GpuUnavailable`].
    pub async fn device(self) -> crate::error::Result<crate::nn::Device> {
        match self {
            Self::WebGpu => crate::nn::webgpu().await,
            Self::Cpu => Ok(crate::nn::cpu()),
        }
    }
}
