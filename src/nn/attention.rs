//! Where a classifier looks: Grad-CAM.

/// How much each part of a picture speaks for a class, on the grid of the last feature map.
#[derive(Clone, Debug, PartialEq)]
pub struct Attention {
    /// Cells across.
    pub width: usize,
    /// Cells down.
    pub height: usize,
    /// Row by row, 0–1: 1 where most speaks for the class, 0 where nothing does.
    pub values: Vec<f32>,
}

impl Attention {
    /// Grad-CAM (Selvaraju et al. 2017, arXiv:1610.02391, equations 1 and 2) out of the last map and the logit's gradient along
    /// it, both `[channels, height, width]`: the channels of the map, each weighted by its mean gradient, summed, and cut at
    /// 0. For a mean and one dense layer that is the class activation map (Zhou et al. 2016, arXiv:1512.04150).
    pub(super) fn grad_cam(map: &[f32], gradients: &[f32], [height, width]: [usize; 2]) -> Self {
        let cells = width * height;
        let mut sums = vec![0.0; cells];
        for (channel, gradients) in map.chunks_exact(cells).zip(gradients.chunks_exact(cells)) {
            let weight = gradients.iter().sum::<f32>() / cells as f32;
            sums.iter_mut().zip(channel).for_each(|(sum, value)| *sum += weight * value);
        }
        let max = sums.iter().copied().fold(f32::MIN_POSITIVE, f32::max);
        Self { width, height, values: sums.into_iter().map(|sum| sum.max(0.0) / max).collect() }
    }
}
