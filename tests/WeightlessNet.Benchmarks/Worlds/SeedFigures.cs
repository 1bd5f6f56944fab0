using System.Globalization;
using WeightlessNet.Evaluation.Comparison;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>The figures of one model: one for each seed, and the sum of all seeds for each user.</summary>
internal sealed class SeedFigures(string name, ModelRole role)
{
    private readonly List<double> _bySeed = [];
    private readonly SortedDictionary<int, double> _byUser = [];

    public string Name => name;

    public ModelRole Role => role;

    public IReadOnlyList<double> BySeed => _bySeed;

    public double FitSeconds { get; private set; }

    public double Mean => _bySeed.Average();

    /// <summary>What was added for each user, ordered by user. All models test the same users.</summary>
    public UserValue[] ByUser => [.. _byUser.Select(pair => new UserValue(pair.Key, pair.Value))];

    /// <summary>The figures of the seeds, four decimals each.</summary>
    public string SeedText => string.Join(' ', _bySeed.Select(figure => figure.ToString("F4", CultureInfo.InvariantCulture)));

    /// <summary>Adds a seed.</summary>
    /// <param name="figure">The figure of all users.</param>
    /// <param name="fitSeconds">How long the training took.</param>
    /// <param name="users">The users' parts: squared errors for errors, the figure itself for others; none if unknown.</param>
    public void Add(double figure, double fitSeconds, IEnumerable<UserValue> users)
    {
        _bySeed.Add(figure);
        FitSeconds += fitSeconds;
        foreach (UserValue user in users)
        {
            _byUser[user.User] = _byUser.GetValueOrDefault(user.User) + user.Value;
        }
    }
}
