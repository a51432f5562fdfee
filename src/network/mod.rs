//! Networks as tables, without their numbers: what each is made of, what it costs, and which one a file belongs to.

mod architecture;
mod catalogue;
mod conv_spec;
mod cost;
mod families;
mod kernel;
mod misfit;
mod recognise;
mod spec;
mod state_dict;

pub use architecture::Architecture;
pub use catalogue::CatalogueEntry;
pub use conv_spec::{Activation, Alias, ConvSpec, NormSpec, Padding};
pub use cost::Cost;
pub use kernel::{Kernel, Source};
pub use misfit::Misfit;
pub use spec::{NamedSpec, PoolSpec, ResidualSpec, Spec};
pub use state_dict::StateDict;
