/**
 * A format in which a model can be taken along. "page" is one HTML page that needs no other file and no network: 9 to 15 MB with
 * EfficientNet-Lite0, more with a larger network or one that is fine-tuned from its first blocks on. Above 15 MB it is slow to mail, and to
 * open on a phone. The others are ZIP archives with a check, a model card and a guide, and
 * - "tfjs": a layers model of TensorFlow.js, as Teachable Machine writes it;
 * - "onnx": ONNX models and PyTorch's tensors;
 * - "tflite": models of TensorFlow Lite with MediaPipe's metadata;
 * - "keras": a model of Keras 3.
 */
export type ExportFormat = "page" | "tfjs" | "onnx" | "tflite" | "keras";

/** What a format is. */
export interface ExportFormatInfo {
  id: ExportFormat;
  /** A name for the file. */
  fileName: string;
}
