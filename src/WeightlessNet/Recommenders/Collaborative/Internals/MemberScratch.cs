using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>Scratch memory to solve for the factors of one member of a <see cref="MatrixFactorizationSide"/> after the other.</summary>
/// <remarks>It is scratch memory of one thread, not safe for concurrent use.</remarks>
internal sealed class MemberScratch(FactorShape shape)
{
    private int[] _others = [];
    private double[] _targets = [];

    /// <summary>The sums over the ratings of the member.</summary>
    public FactorSystem System { get; } = new(shape.SystemSize);

    /// <summary>The prior means of the member's factors.</summary>
    public double[] PriorMean { get; } = new double[shape.Stride];

    /// <summary>The members of the other side in some entries. There is room for as many targets.</summary>
    public Span<int> OthersOf(in UserRatings entries)
    {
        if (_others.Length < entries.Length)
        {
            int length = Math.Max(entries.Length, 2 * _others.Length);
            _others = new int[length];
            _targets = new double[length];
        }

        Span<int> others = _others.AsSpan(0, entries.Length);
        for (int entry = 0; entry < others.Length; entry++)
        {
            others[entry] = entries.ItemAt(entry);
        }

        return others;
    }

    /// <summary>Room for what the factors have to explain of each of these entries.</summary>
    public Span<double> TargetsFor(ReadOnlySpan<int> others) => _targets.AsSpan(0, others.Length);
}
