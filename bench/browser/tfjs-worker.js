/** Measures TensorFlow.js. A classic worker, as its minified files are scripts; takes the backend's name, answers with the measurements. */
const BATCH = 16;

/** @param {"wasm" | "webgpu"} backend */
async function load(backend) {
  importScripts(...["core", "layers", `backend-${backend}`].map((part) => `/tfjs/${part}.js`));
  const { AUGMENTED, textbook } = await import("./augmentation.js");
  const { preprocess, lite0 } = await import("./network.js");
  const { resnet50 } = await import("./resnet50.js");
  const { basicCnn, topOfLite0, scratchShare, SCRATCH, TUNED } = await import("./training.js");
  // The wasm backend has no gradients of convolutions.
  const trains = backend !== "wasm";
  const share = await scratchShare(backend);
  const { embeddings, picture, CLASSES, FEATURES } = await import("./picture.js");
  tf.wasm?.setWasmPaths("/tfjs/");
  if (!(await tf.setBackend(backend))) throw new Error(`TensorFlow.js cannot start its ${backend} backend`);
  const [weights, labels] = await Promise.all([fetchAs("/lite0.f16", "arrayBuffer"), fetchAs("/labels.json", "json")]);
  const { classifier, backbone } = lite0(tf, weights);
  const pixels = picture();
  return {
    classify: async () => {
      const scores = tf.tidy(() => classifier.predict(tf.expandDims(preprocess(tf, pixels))));
      const values = await scores.data();
      scores.dispose();
      const best = values.indexOf(Math.max(...values));
      return { label: labels[best], score: values[best] };
    },
    embed: async () => {
      const batch = tf.tidy(() => backbone.predict(tf.stack(Array.from({ length: BATCH }, () => preprocess(tf, pixels)))));
      await batch.data();
      batch.dispose();
    },
    augment: async () => {
      const views = tf.tidy(() => {
        const picture = tf.expandDims(tf.cast(tf.browser.fromPixels(pixels), "float32"));
        return textbook(tf, tf.tile(picture, [AUGMENTED, 1, 1, 1]));
      });
      await views.data();
      views.dispose();
    },
    epoch: epochOf(embeddings(), CLASSES, FEATURES),
    resnet50: async () => {
      const model = resnet50(tf);
      return async () => {
        const features = tf.tidy(() => model.predict(tf.expandDims(preprocess(tf, pixels))));
        await features.data();
        features.dispose();
      };
    },
    fineTune: trains && (async () => fitting(topOfLite0, [7, 7, 192], TUNED, CLASSES)),
    scratch: trains && (async () => fitting(basicCnn, [SCRATCH.size, SCRATCH.size, 3], { ...SCRATCH, pictures: share * SCRATCH.pictures }, CLASSES)),
    scratchShare: share,
  };
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
