using WeightlessNet.Recommenders;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>Remembers the last instance of each model, and shows the weights that it has learned.</summary>
internal sealed class LearnedWeights
{
    private readonly Dictionary<string, IRecommender> _models = [];

    public void Remember(string name, IRecommender model) => _models[name] = model;

    /// <summary>One line for each model that has learned weights; empty if none has.</summary>
    public IEnumerable<string> Lines() => _models
        .Select(pair => (pair.Key, Text: TextOf(pair.Value)))
        .Where(line => line.Text is not null)
        .Select(line => $"{line.Key}: {line.Text}");

    // The one place that knows where a model keeps its weights: in a property called Calibration, if it learns any.
    private static string? TextOf(IRecommender model) =>
        model.GetType().GetProperty("Calibration")?.GetValue(model)?.ToString();
}
