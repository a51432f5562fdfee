/** Measures TensorFlow.js. A classic worker, as its minified files are scripts; takes a {@link Subject}, answers with the measurements. */
const BATCH = 16;

/**
 * @typedef {object} Subject
 * @property {"wasm" | "webgpu"} backend
 * @property {"layers" | "fused"} form layers as a program writes them, or fused as a converted graph model has them: forward passes alone
 */

/** @param {Subject} subject @returns {Promise<import("./measure.js").Subject>} */
async function load({ backend, form }) {
  importScripts(...["core", "layers", `backend-${backend}`].map((part) => `/tfjs/${part}.js`));
  const { preprocess } = await import("./network.js");
  const { picture } = await import("./picture.js");
  tf.wasm?.setWasmPaths("/tfjs/");
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its ${backend} backend`);
  const [weights, labels] = await Promise.all([fetchAs("/lite0.f16", "arrayBuffer"), fetchAs("/labels.json", "json")]);
  const { classify, embed, resnet50 } = await networks(form, weights);
  const pixels = picture();
  const one = (network) => read(() => network(tf.expandDims(preprocess(tf, pixels))));
  return {
    forward: () => one(classify),
    answer: async () => {
      const scores = await one(classify);
      const best = scores.indexOf(Math.max(...scores));
      return { label: labels[best], score: scores[best], embedding: Array.from(await one(embed)) };
    },
    embed: () => read(() => embed(tf.stack(Array.from({ length: BATCH }, () => preprocess(tf, pixels))))),
    resnet50: async () => {
      const network = resnet50();
      return () => one(network);
    },
    ...(form === "layers" && (await training(backend, pixels))),
  };
}

/** Each takes a batch of normalised pictures. @param {Subject["form"]} form @param {ArrayBuffer} weights */
async function networks(form, weights) {
  if (form === "fused") {
    const { lite0, resnet50 } = await import("./fused.js");
    return { ...lite0(tf, weights), resnet50: () => resnet50(tf) };
  }
  const [{ lite0 }, { resnet50 }] = [await import("./network.js"), await import("./resnet50.js")];
  const called = (model) => (x) => model.predict(x);
  const { classifier, backbone } = lite0(tf, weights);
  return { classify: called(classifier), embed: called(backbone), resnet50: () => called(resnet50(tf)) };
}

/** What learns. The wasm backend has no gradients of convolutions. @param {Subject["backend"]} backend @param {ImageData} pixels */
async function training(backend, pixels) {
  const { AUGMENTED, textbook } = await import("./augmentation.js");
  const { embeddings, CLASSES, FEATURES } = await import("./picture.js");
  const { basicCnn, topOfLite0, scratchShare, SCRATCH, TUNED } = await import("./training.js");
  const share = await scratchShare(backend);
  const augment = () => read(() => {
    const picture = tf.expandDims(tf.cast(tf.browser.fromPixels(pixels), "float32"));
    return textbook(tf, tf.tile(picture, [AUGMENTED, 1, 1, 1]));
  });
  const epoch = epochOf(embeddings(), CLASSES, FEATURES);
  if (backend === "wasm") return { augment, epoch };
  return {
    augment,
    epoch,
    fineTune: async () => fitting(topOfLite0, [7, 7, 192], TUNED, CLASSES),
    scratch: async () => fitting(basicCnn, [SCRATCH.size, SCRATCH.size, 3], { ...SCRATCH, pictures: share * SCRATCH.pictures }, CLASSES),
    scratchShare: share,
  };
}

/** The numbers of what `compute` returns. @param {() => any} compute */
async function read(compute) {
  const output = tf.tidy(compute);
  const values = await output.data();
  output.dispose();
  return values;
}

/** Each call is an epoch over made-up inputs. */
function fitting(make, shape, { pictures, batch }, classes) {
  const model = make(tf, classes);
  const x = tf.randomUniform([pictures, ...shape], 0, 1);
  const y = tf.oneHot(tf.tensor1d(Array.from({ length: pictures }, (_, index) => index % classes), "int32"), classes);
  return () => model.fit(x, y, { batchSize: batch, epochs: 1, shuffle: true, verbose: 0, yieldEvery: "never" });
}

function epochOf(embeddings, classes, features) {
  const dense = (options) => tf.layers.dense({ kernelInitializer: "glorotUniform", ...options });
  const head = tf.sequential({
    layers: [
      dense({ inputShape: [features], units: 128, activation: "relu" }),
      tf.layers.dropout({ rate: 0.2 }),
      dense({ units: classes, activation: "softmax" }),
    ],
  });
  head.compile({ optimizer: tf.train.adam(1e-3), loss: "categoricalCrossentropy", metrics: ["accuracy"] });
  const x = tf.stack(embeddings.map((embedding) => tf.tensor1d(embedding)));
  const y = tf.oneHot(tf.tensor1d(embeddings.map((_, index) => index % classes), "int32"), classes);
  return () => head.fit(x, y, { batchSize: BATCH, epochs: 1, shuffle: true, verbose: 0, yieldEvery: "never" });
}

async function fetchAs(url, type) {
  return (await fetch(url))[type]();
}

self.onmessage = async ({ data }) => {
  try {
    const { measure } = await import("./measure.js");
    self.postMessage({ ok: await measure(() => load(data)) });
  } catch (error) {
    self.postMessage({ error: String(error?.message ?? error) });
  }
};
