//! The largest number of each window, and its gradient.

use burn::backend::autodiff::checkpoint::base::Checkpointer;
use burn::backend::autodiff::checkpoint::strategy::CheckpointStrategy;
use burn::backend::autodiff::grads::Gradients;
use burn::backend::autodiff::ops::{Backward, Ops, OpsKind};
use burn::backend::flex::FlexTensor;
use burn::backend::tensor::FloatTensor;
use burn::backend::{Autodiff, Backend, Dispatch, Flex, backend_extension};
use burn::tensor::Tensor;
use pupil_kernels::Window;

use super::maps::{channels_first, channels_last, map, numbers};

/// `[batch, channels, h, w]` → `[batch, channels, h', w']`, the largest number of each window, on the CPU, with autodiff or without.
pub fn max_pool(input: Tensor<4>, window: Window) -> Tensor<4> {
    Tensor::from_dispatch(<Dispatch as MaxPool>::max_pool(input.into_dispatch(), window))
}

#[backend_extension(Flex, Autodiff)]
trait MaxPool: Backend {
    fn max_pool(input: FloatTensor<Self>, window: Window) -> FloatTensor<Self>;
}

impl MaxPool for Flex {
    fn max_pool(input: FlexTensor, window: Window) -> FlexTensor {
        let [_, channels, _, _] = input.layout().shape().dims();
        let input = channels_last(&input);
        let input = numbers(&input);
        let mut output = vec![0.0; input.len() / window.inputs() * window.outputs()];
        let maps = input.chunks_exact(window.inputs() * channels);
        for (input, output) in maps.zip(output.chunks_exact_mut(window.outputs() * channels)) {
            pupil_kernels::max_pool(&window, channels, input, output);
        }
        map(output, window.output, channels)
    }
}

impl<C: CheckpointStrategy> MaxPool for Autodiff<Flex, C> {
    fn max_pool(input: FloatTensor<Self>, window: Window) -> FloatTensor<Self> {
        let nodes = [input.node()];
        let input = channels_last(input.primitive());
        let output = Flex::max_pool(channels_first(&input), window);
        match Gradient.prepare::<C>(nodes).compute_bound().stateful() {
            OpsKind::Tracked(operation) => operation.finish((input, output.clone(), window), output),
            OpsKind::UnTracked(operation) => operation.finish(output),
        }
    }
}

/// The backward pass.
#[derive(Debug)]
struct Gradient;

impl Backward<Flex, 1> for Gradient {
    /// The input, channels last, and the output.
    type State = (FlexTensor, FlexTensor, Window);

    fn backward(self, operation: Ops<Self::State, 1>, gradients: &mut Gradients, _: &mut Checkpointer) {
        let gradient = channels_last(&gradients.consume::<Flex>(&operation.node));
        let (input, output, window) = operation.state;
        let [Some(node)] = operation.parents else { return };
        let [_, channels, _, _] = output.layout().shape().dims();
        let output = channels_last(&output);
        let (input, output, gradient) = (numbers(&input), numbers(&output), numbers(&gradient));
        let mut sums = vec![0.0; input.len()];
        let [inputs, outputs] = [window.inputs() * channels, window.outputs() * channels];
        let maps = output.chunks_exact(outputs).zip(gradient.chunks_exact(outputs)).zip(input.chunks_exact(inputs));
        for (((output, gradient), input), sums) in maps.zip(sums.chunks_exact_mut(inputs)) {
            pupil_kernels::max_pool_gradient(&window, channels, [input, output, gradient], sums);
        }
        gradients.register::<Flex>(node.id, map(sums, window.input, channels));
    }
}
