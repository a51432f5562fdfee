/** `pupil.networks`: the pretrained network in use, and others. Those with weights are listed in `pupil.project.backbones`. */

/** @import { Rpc } from "./bridge/rpc.js" */
/** @import { NetworkInfo, NetworkTrial, Progress } from "../shared/types.d.ts" */

export class Networks {
  #rpc;

  /** @param {Rpc} rpc */
  constructor(rpc) {
    this.#rpc = rpc;
  }

  /**
   * Lists every network whose weights Pupil can read, and its costs on this device.
   * @returns {Promise<NetworkInfo[]>}
   * @example
   * const networks = await pupil.networks.list();
   * networks.every(({ expectedMs }) => expectedMs > 0);
   * // → true
   */
  list() {
    return this.#rpc.call("networks.list", []);
  }

  /**
   * Uses another pretrained network: embeds every picture with it, then the model must be trained again. Until that is done, and
   * if it is aborted or fails, everything stays as it was; so does the trained model when you switch back.
   * @param {string} id of one of the project's `backbones`
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<void>} rejects with "unknown_backbone", "not_loaded", "aborted", or "busy" while training or an evaluation
   *   needs the network in use
   * @example
   * await pupil.networks.use("efficientnet_lite2");
   * pupil.project.backbones.find(({ inUse }) => inUse).id;
   * // → "efficientnet_lite2"
   */
  use(id, options = {}) {
    return this.#rpc.call("networks.use", [id], options);
  }

  /**
   * Tries another pretrained network: embeds every picture with it, and uses it if the instant model on it is right more often than the
   * model in use, on the same pictures, which neither learned from. Else, and if it is aborted or fails, everything stays as it was.
   * @param {string} id of one of the project's `backbones`
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<NetworkTrial>} rejects with "not_trained", and as `use`
   * @example
   * const { inUse, comparison } = await pupil.networks.useIfBetter("efficientnet_lite2");
   * [comparison.pictures, inUse === comparison.after > comparison.before];
   * // → [6, true]
   */
  useIfBetter(id, options = {}) {
    return this.#rpc.call("networks.useIfBetter", [id], options);
  }

  /**
   * Loads weights of one of the `list`ed networks, stores them, and uses them as `use` does.
   * @param {Blob | URL} weights a safetensors or PyTorch file with torchvision's or timm's names; the server of a URL must allow
   *   this page to read it
   * @param {{ onProgress?: (progress: Progress) => void, signal?: AbortSignal }} [options]
   * @returns {Promise<void>} rejects with "wrong_weights", which says what the file looks like and what is wrong, "storage_full",
   *   and as `use`
   * @example
   * await pupil.networks.load(weights);
   * pupil.project.backbones.find(({ inUse }) => inUse).name;
   * // → "weights.safetensors"
   */
  load(weights, options = {}) {
    return this.#rpc.call("networks.load", [weights instanceof URL ? weights.href : weights], options);
  }

  /**
   * Deletes loaded weights.
   * @param {string} id
   * @returns {Promise<void>} rejects with "unknown_backbone", "backbone_in_use"
   * @example
   * await pupil.networks.load(weights);
   * const { id } = pupil.project.backbones.find(({ inUse }) => inUse);
   * await pupil.networks.use("efficientnet_lite0");
   * await pupil.networks.remove(id);
   * pupil.project.backbones.length;
   * // → 2
   */
  remove(id) {
    return this.#rpc.call("networks.remove", [id]);
  }
}
