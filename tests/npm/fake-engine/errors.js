/** Errors as the engine throws them. */
export const fail = (code, message = `The fake engine says ${code}.`, details = {}) => {
  throw { code, message, details };
};
