namespace WeightlessNet.Models;

/// <summary>A reading whose scores are mapped to probabilities.</summary>
/// <param name="Candidate">The reading.</param>
/// <param name="Weight">The weight of its probabilities, above 0.</param>
/// <param name="Calibration">The map from scores to logits.</param>
internal sealed record CalibratedReading(ReadingCandidate Candidate, double Weight, ScoreCalibration Calibration);
