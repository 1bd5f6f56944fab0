using WeightlessNet.Recommenders;

namespace WeightlessNet.Serving;

/// <summary>An item of a list of recommendations, with its score and the reason.</summary>
/// <typeparam name="TItem">The type of the items.</typeparam>
/// <remarks>Thread-safe. The explanation is computed when it is first read, from the user's ratings at that time.</remarks>
public sealed class Suggestion<TItem>
{
    private readonly Func<Explanation> _explain;
    private readonly Func<Explanation, string> _write;
    private Explanation? _explanation;

    internal Suggestion(TItem item, double score, Func<Explanation> explain, Func<Explanation, string> write)
    {
        Item = item;
        Score = score;
        _explain = explain;
        _write = write;
    }

    /// <summary>The item.</summary>
    public TItem Item { get; }

    /// <summary>The score by which items are ranked, in bits: one more roughly doubles the odds that the user likes the item.</summary>
    public double Score { get; }

    /// <summary>The parts of the score, which sum to it.</summary>
    public Explanation Explanation => _explanation ??= _explain();

    /// <summary>The main reason in a few English words, such as "because you rated Alien 5".</summary>
    public string Why => _write(Explanation);

    /// <inheritdoc/>
    public override string ToString() => $"{Item}: {Why}";
}
