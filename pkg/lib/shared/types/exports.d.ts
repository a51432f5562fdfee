/** A format in which a model can be taken along: "onnx" is a ZIP with ONNX models, PyTorch's tensors, a check, a model card and a guide. */
export type ExportFormat = "onnx";

/** What a format is. */
export interface ExportFormatInfo {
  id: ExportFormat;
  /** A name for the file. */
  fileName: string;
}
