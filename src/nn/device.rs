//! Where tensors are, and how their numbers get there and back.

use burn::tensor::{Device, Tensor, TensorData};
#[cfg(target_family = "wasm")]
use burn_wgpu::{RuntimeOptions, WgpuDevice, WgpuInitError, graphics::AutoGraphicsApi, try_init_setup_async};

use crate::error::{Error, Result};
use crate::weights::Weights;

/// The CPU (burn-flex: plain Rust, SIMD where the target has it).
pub fn cpu() -> Device {
    Device::flex()
}

/// Kernels that are sent to the GPU together.
#[cfg(target_family = "wasm")]
const TASKS: usize = 64;

/// The browser's GPU through WebGPU. The caller has checked that an adapter with `timestamp-query` is there:
/// without it the runtime panics at the first tensor.
///
/// The runtime can be set up once a module; later calls return the same device.
///
/// # Errors
/// [`Error::GpuUnavailable`] if the adapter or device is refused.
#[cfg(target_family = "wasm")]
pub async fn webgpu() -> Result<Device> {
    thread_local! {
        static DEVICE: std::cell::OnceCell<Device> = const { std::cell::OnceCell::new() };
    }
    if let Some(device) = DEVICE.with(|cell| cell.get().cloned()) {
        return Ok(device);
    }
    run_static_constructors();
    let device = WgpuDevice::default();
    let refused = |error: WgpuInitError| Error::GpuUnavailable { detail: error.to_string() };
    let options = RuntimeOptions::with_tasks_max(Some(TASKS)).map_err(refused)?;
    try_init_setup_async::<AutoGraphicsApi>(&device, options).await.map_err(refused)?;
    Ok(DEVICE.with(|cell| cell.get_or_init(|| device.into()).clone()))
}

/// Registers what burn's kernels are compiled with. Nothing else here has static constructors.
///
/// Calling them by hand has a second reason: in a module that never does, the linker wraps every export so that each call
/// from JavaScript runs all of them, thousands, again.
#[cfg(target_family = "wasm")]
fn run_static_constructors() {
    unsafe extern "C" {
        fn __wasm_call_ctors();
    }
    static ONCE: std::sync::Once = std::sync::Once::new();
    // SAFETY: the linker makes this function, and it is called once.
    ONCE.call_once(|| unsafe { __wasm_call_ctors() });
}

/// Tensor `name` of `weights` on `device`.
///
/// # Errors
/// As [`Weights::values`].
pub(super) fn tensor<const D: usize>(
    weights: &Weights,
    name: &str,
    shape: [usize; D],
    device: &Device,
) -> Result<Tensor<D>> {
    Ok(Tensor::from_data(TensorData::new(weights.values(name, &shape)?, shape), device))
}

/// Reads a tensor's numbers in row-major order. The only way that works on every backend: a synchronous read
/// panics on WebGPU.
///
/// # Errors
/// [`Error::Device`] if the device is lost or out of memory.
pub async fn read<const D: usize>(tensor: Tensor<D>) -> Result<Vec<f32>> {
    let data = tensor.into_data_async().await.map_err(device_error)?;
    data.try_into_vec::<f32>().map_err(device_error)
}

fn device_error(error: impl std::fmt::Debug) -> Error {
    Error::Device { detail: format!("{error:?}") }
}
