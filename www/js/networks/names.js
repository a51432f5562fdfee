/** Networks' names as people write them. */

/** @type {[RegExp, string][]} */
const NAMES = [
  [/^efficientnet_lite(\d)$/, "EfficientNet-Lite$1"],
  [/^mobilenet_v2$/, "MobileNetV2"],
  [/^mobilenet_v2_(\d)(\d+)$/, "MobileNetV2 × $1.$2"],
  [/^resnet(\d+)$/, "ResNet-$1"],
  [/^inception_v3$/, "Inception v3"],
  [/^vgg(\d+)_bn$/, "VGG-$1 with batch norm"],
  [/^vgg(\d+)$/, "VGG-$1"],
];

/** "resnet50" → "ResNet-50". @param {string} architecture */
export function networkName(architecture) {
  const known = NAMES.find(([pattern]) => pattern.test(architecture));
  return known ? architecture.replace(...known) : architecture;
}

/** The network under a model, from the model's name for it: "resnet50-0a1b2c3d" → "ResNet-50". @param {string} backbone */
export function backboneName(backbone) {
  return networkName(backbone.replace(/-[0-9a-f]{8}$/, ""));
}
