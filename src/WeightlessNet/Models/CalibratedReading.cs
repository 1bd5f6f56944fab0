namespace WeightlessNet.Models;

/// <summary>A reading whose scores are mapped to probabilities.</summary>
/// <param name="Reading">The reading; not <see cref="WisardReading.Automatic"/>.</param>
/// <param name="Threshold">The threshold, if the reading is <see cref="WisardReading.FixedThreshold"/>.</param>
/// <param name="Weight">The weight of its probabilities, above 0.</param>
/// <param name="Calibration">The map from scores to logits.</param>
internal sealed record CalibratedReading(WisardReading Reading, int Threshold, double Weight, ScoreCalibration Calibration);
