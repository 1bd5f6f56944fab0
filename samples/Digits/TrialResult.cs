using WeightlessNet.Models;

namespace DigitsSample;

/// <summary>How a classifier did.</summary>
/// <param name="Name">What it is called in tables.</param>
/// <param name="FileName">What it is called in the names of files.</param>
/// <param name="Answers">Its answer for each test image.</param>
/// <param name="Confusion">The answers, counted.</param>
/// <param name="LearnSeconds">How long it learned.</param>
/// <param name="ClassifySeconds">How long it took to answer for all test images.</param>
internal sealed record TrialResult(
    string Name,
    string FileName,
    IReadOnlyList<Classification<byte>> Answers,
    ConfusionMatrix Confusion,
    double LearnSeconds,
    double ClassifySeconds);
