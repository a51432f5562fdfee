/** A report on the toy's predictions. */
import { predict } from "./regression.js";

/** @param {{ picture: object, weights: number[][] }[]} answers pictures, each with the weights that answer for it */
export function reportOn(measuredOn, answers, classIds) {
  const known = answers.filter(({ picture }) => classIds.includes(picture.classId));
  const predictions = known.map(({ picture, weights }) => prediction(picture, classIds, weights));
  const count = (classId, predictedId) => predictions.filter((one) => one.classId === classId && one.predictedId === predictedId).length;
  const confusion = classIds.map((actual) => classIds.map((predicted) => count(actual, predicted)));
  const right = predictions.filter(({ classId, predictedId }) => classId === predictedId).length;
  const accuracy = predictions.length ? right / predictions.length : 0;
  const means = { precision: accuracy, recall: accuracy, f1: accuracy };
  return {
    measuredOn, pictures: predictions.length, accuracy, accuracyInterval: [0, 1], classIds, confusion, confusionShares: confusion,
    classes: classIds.map((classId, row) => ({ classId, support: sum(confusion[row]), predicted: sum(confusion.map((counts) => counts[row])), ...means })),
    macroMean: means, weightedMean: means, topAccuracies: [accuracy], logLoss: 0, calibrationError: 0, calibrated: null, predictions,
  };
}

/** Two models on the same pictures. */
export function standing(inUse, other, pictures) {
  if (pictures.length === 0 || String(inUse.info.classIds) !== String(other.info.classIds)) return null;
  const right = ({ info, weights }) => (picture) => prediction(picture, info.classIds, weights).predictedId === picture.classId;
  const both = pictures.map((picture) => [inUse, other].map((model) => right(model)(picture)));
  const count = (matches) => both.filter(matches).length;
  return {
    measuredOn: "test", pictures: pictures.length, inUse: count(([one]) => one), other: count(([, two]) => two), onlyInUse: count(([one, two]) => one && !two),
    onlyOther: count(([one, two]) => two && !one), couldBeChance: true,
  };
}

function prediction({ id, classId, embedding }, classIds, weights) {
  const scores = predict(weights, embedding);
  const predicted = scores.indexOf(Math.max(...scores));
  const selfConfidence = scores[classIds.indexOf(classId)];
  return {
    pictureId: id, classId, predictedId: classIds[predicted], confidence: scores[predicted], selfConfidence, loss: -Math.log(selfConfidence),
  };
}

const sum = (counts) => counts.reduce((total, one) => total + one, 0);
