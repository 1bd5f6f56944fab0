using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>The result of a classifier.</summary>
/// <param name="Name">Its name in tables.</param>
/// <param name="FileName">Its name in file names.</param>
/// <param name="Answers">Its answer for each test image.</param>
/// <param name="Confusion">The answers, counted.</param>
/// <param name="LearnSeconds">The time to learn.</param>
/// <param name="ClassifySeconds">The time to classify all test images.</param>
internal sealed record TrialResult(
    string Name,
    string FileName,
    IReadOnlyList<Classification<byte>> Answers,
    ConfusionMatrix Confusion,
    double LearnSeconds,
    double ClassifySeconds);
