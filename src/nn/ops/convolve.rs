//! A convolution with its activation, and its gradients.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;
use pupil_kernels::{Clamp, Convolution};

use super::maps::{channels_first, channels_last, map, numbers, tensor};

/// `clamp(convolution(input))`: `[batch, in, h, w]` → `[batch, out, h', w']`, with `weight` `[out, in / groups, height, width]` and
/// `bias` `[out]`, all on the CPU, with autodiff or without.
pub fn convolve(
    input: Tensor<4>,
    weight: Tensor<4>,
    bias: Tensor<1>,
    convolution: Convolution,
    clamp: Clamp,
) -> Tensor<4> {
    let [input, weight, bias] = [input.into_dispatch(), weight.into_dispatch(), bias.into_dispatch()];
    Tensor::from_dispatch(<Dispatch as Convolve>::convolve(input, weight, bias, convolution, clamp))
}

#[backend_extension(Flex, Autodiff)]
trait Convolve: Backend {
    fn convolve(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        convolution: Convolution,
        clamp: Clamp,
    ) -> FloatTensor<Self>;
}

impl Convolve for Flex {
    fn convolve(
        input: FlexTensor,
        weight: FlexTensor,
        bias: FlexTensor,
        convolution: Convolution,
        clamp: Clamp,
    ) -> FlexTensor {
        let (input, weight, bias) = (channels_last(&input), weight.to_contiguous(), bias.to_contiguous());
        let output = convolution.forward(numbers(&weight), numbers(&bias), clamp, numbers(&input));
        map(output, convolution.window.output, convolution.channels[1])
    }
}

impl<C: CheckpointStrategy> Convolve for Autodiff<Flex, C> {
    fn convolve(
        input: FloatTensor<Self>,
        weight: FloatTensor<Self>,
        bias: FloatTensor<Self>,
        convolution: Convolution,
        clamp: Clamp,
    ) -> FloatTensor<Self> {
        let nodes = [input.node(), weight.node(), bias.node()];
        let (input, weight) = (channels_last(input.primitive()), weight.into_primitive());
        let output = Flex::convolve(channels_first(&input), weight.clone(), bias.into_primitive(), convolution, clamp);
        match Gradient.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(operation) => {
                let cut = (clamp != Clamp::NONE).then(|| (clamp, output.clone()));
                operation.finish(State { input, weight, cut, convolution }, output)
            }
            OpsKind::UnTracked(operation) => operation.finish(output),
        }
    }
}

/// The backward pass.
#[derive(Debug)]
struct Gradient;

/// What it needs.
#[derive(Clone, Debug)]
struct State {
    /// Channels last.
    input: FlexTensor,
    weight: FlexTensor,
    /// The activation, if there is one, and its output.
    cut: Option<(Clamp, FlexTensor)>,
    convolution: Convolution,
}

impl Backward<Flex, 3> for Gradient {
    type State = State;

    fn backward(self, operation: Ops<State, 3>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = channels_last(&gradients.consume::<Flex>(&operation.node));
        let State { input, weight, cut, convolution } = operation.state;
        let cut = cut.map(|(clamp, output)| clamp.gradient(numbers(&channels_last(&output)), numbers(&gradient)));
        let gradient = cut.as_deref().unwrap_or_else(|| numbers(&gradient));
        let [of_input, of_weight, of_bias] = operation.parents;
        if let Some(node) = of_input {
            let values = convolution.input_gradient(numbers(&weight.to_contiguous()), gradient);
            gradients.register::<Flex>(node.id, map(values, convolution.window.input, convolution.channels[0]));
        }
        if let Some(node) = of_weight {
            let values = convolution.weight_gradient(numbers(&input), gradient);
            gradients.register::<Flex>(node.id, tensor(values, weight.layout().shape().clone()));
        }
        if let Some(node) = of_bias {
            let values = convolution.bias_gradient(gradient);
            gradients.register::<Flex>(node.id, tensor(values, [convolution.channels[1]]));
        }
    }
}
