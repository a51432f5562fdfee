//! The optimisers there are.

use serde::{Deserialize, Serialize};

/// How gradients become steps. Each does the same as PyTorch's optimiser of that name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Optimizer {
    /// Kingma & Ba 2015, arXiv:1412.6980: β 0.9 and 0.999, ε 1e-8; weight decay is added to the gradient.
    Adam,
    /// Loshchilov & Hutter 2019, arXiv:1711.05101: the same with weight decay apart from the gradient.
    AdamW,
    /// Stochastic gradient descent with momentum 0.9; weight decay is added to the gradient.
    Sgd,
}
