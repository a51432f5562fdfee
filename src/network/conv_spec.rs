//! A convolution as data.

/// A convolution, maybe with batch norm, and the activation behind it.
#[derive(Clone, Debug, PartialEq)]
pub struct ConvSpec {
    /// Its weight is the tensor `{name}.weight` `[out, in / groups, height, width]`.
    pub name: String,
    /// Whether there is a tensor `{name}.bias` `[out]`.
    pub bias: bool,
    /// The batch norm behind it.
    pub norm: Option<NormSpec>,
    /// Channels in and out.
    pub channels: [usize; 2],
    /// Height and width.
    pub kernel: [usize; 2],
    /// Stride of both axes.
    pub stride: usize,
    /// How the edges are treated.
    pub padding: Padding,
    /// `channels[0]` for a depthwise convolution, else 1.
    pub groups: usize,
    /// What follows.
    pub activation: Activation,
    /// The layer's names in other packages' files.
    pub aliases: Vec<Alias>,
}

impl ConvSpec {
    /// A square convolution of stride 1 with bias and ReLU, padded so that an odd kernel preserves the size.
    pub fn new(name: impl Into<String>, channels: [usize; 2], kernel: usize) -> Self {
        Self {
            name: name.into(),
            bias: true,
            norm: None,
            channels,
            kernel: [kernel; 2],
            stride: 1,
            padding: Padding::Zeros([kernel / 2; 2]),
            groups: 1,
            activation: Activation::Relu,
            aliases: Vec::new(),
        }
    }

    /// With batch norm instead of a bias.
    pub fn norm(self, name: impl Into<String>, epsilon: f32) -> Self {
        Self { bias: false, norm: Some(NormSpec { name: name.into(), epsilon }), ..self }
    }

    /// With a bias too.
    pub fn biased(self) -> Self {
        Self { bias: true, ..self }
    }

    /// With this stride.
    pub fn stride(self, stride: usize) -> Self {
        Self { stride, ..self }
    }

    /// With this padding.
    pub fn padding(self, padding: Padding) -> Self {
        Self { padding, ..self }
    }

    /// With a kernel for each channel of the input.
    pub fn depthwise(self) -> Self {
        Self { groups: self.channels[0], ..self }
    }

    /// Called `conv` and `norm` by another package.
    pub fn alias(mut self, conv: impl Into<String>, norm: impl Into<String>) -> Self {
        self.aliases.push(Alias { conv: conv.into(), norm: norm.into() });
        self
    }

    /// With this activation.
    pub fn activation(self, activation: Activation) -> Self {
        Self { activation, ..self }
    }

    /// Name and shape of its tensors and of its batch norm's, as PyTorch stores them.
    pub fn tensors(&self) -> Vec<(String, Vec<usize>)> {
        let vector = |layer: &str, leaf: &str| (format!("{layer}.{leaf}"), vec![self.channels[1]]);
        let weight = (format!("{}.weight", self.name), self.shape().to_vec());
        let bias = self.bias.then(|| vector(&self.name, "bias"));
        let norm = self.norm.iter().flat_map(|norm| NormSpec::LEAVES.map(|leaf| vector(&norm.name, leaf)));
        [weight].into_iter().chain(bias).chain(norm).collect()
    }

    /// What timm calls the convolution and its batch norm.
    pub fn timm(&self) -> [&str; 2] {
        let own = [&*self.name, self.norm.as_ref().map_or("", |norm| &norm.name)];
        self.aliases.last().map_or(own, |alias| [&alias.conv, &alias.norm])
    }

    /// `[out, in / groups, height, width]`.
    pub fn shape(&self) -> [usize; 4] {
        let [inputs, outputs] = self.channels;
        [outputs, inputs / self.groups, self.kernel[0], self.kernel[1]]
    }
}

/// Other packages' names of a convolution and its batch norm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alias {
    /// Instead of [`ConvSpec::name`].
    pub conv: String,
    /// Instead of [`NormSpec::name`].
    pub norm: String,
}

/// A batch norm: the tensors `{name}.{weight,bias,running_mean,running_var}` `[out]`.
#[derive(Clone, Debug, PartialEq)]
pub struct NormSpec {
    /// Name of its tensors.
    pub name: String,
    /// ε under the root.
    pub epsilon: f32,
}

impl NormSpec {
    /// Its tensors: γ, β, μ and σ².
    pub const LEAVES: [&str; 4] = ["weight", "bias", "running_mean", "running_var"];
}

/// How many zeros pad the edges.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Padding {
    /// TensorFlow's SAME: the output has ⌈side / stride⌉; an odd zero goes to the end.
    Same,
    /// So many on both sides, along height and width.
    Zeros([usize; 2]),
}

impl Padding {
    /// None at all: TensorFlow's VALID.
    pub const VALID: Self = Self::Zeros([0, 0]);
}

/// What follows a convolution.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Activation {
    /// Nothing: a linear bottleneck, or the end of a residual's body.
    Linear,
    /// `max(x, 0)`.
    Relu,
    /// `min(max(x, 0), 6)`.
    Relu6,
}
