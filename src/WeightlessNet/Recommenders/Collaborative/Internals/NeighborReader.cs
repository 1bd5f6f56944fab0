namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>
/// Predicts from neighbors: the mean deviation of the most similar ones' ratings from the biases, weighted by similarity.
/// </summary>
/// <remarks>
/// The similarity is the cosine of the deviations over the ratings that two members have in common (for items the adjusted cosine of Sarwar
/// et al., "Item-Based Collaborative Filtering Recommendation Algorithms", WWW 2001, with biases for means), shrunk by their number (Koren,
/// "Factor in the Neighbors", TKDD 4(1), 2010, section 2.2). Only similarities above 0 count. It has scratch memory and is not safe for
/// concurrent use.
/// </remarks>
/// <param name="members">The lists of the neighbors: all items, or all users.</param>
/// <param name="others">The lists of the other side.</param>
/// <param name="options">How many neighbors, and how they are shrunk.</param>
internal sealed class NeighborReader(NeighborLists members, NeighborLists others, NeighborOptions options)
{
    private readonly double[] _rests = new double[others.Count];
    private readonly double[] _similarities = new double[members.Count];
    private readonly bool[] _known = new bool[members.Count];
    private readonly List<int> _asked = [];
    private readonly List<(double Similarity, int Member, double Left)> _neighbors = [];
    private int _member = -1;

    /// <summary>Chooses the member whose neighbors answer next. Its similarities are kept until another one is chosen.</summary>
    public void Choose(int member)
    {
        if (member == _member)
        {
            return;
        }

        Spread(_member, clear: true);
        foreach (int asked in _asked)
        {
            _known[asked] = false;
        }

        _asked.Clear();
        _member = member;
        Spread(member, clear: false);
    }

    /// <summary>The mean deviation of the neighbors of the chosen member with one of the other side.</summary>
    public double DeviationWith(int other)
    {
        ReadOnlySpan<int> candidates = others.OthersOf(other);
        ReadOnlySpan<double> rests = others.RestsOf(other);
        _neighbors.Clear();
        for (int i = 0; i < candidates.Length; i++)
        {
            double similarity = candidates[i] == _member ? 0 : SimilarityTo(candidates[i]);
            if (similarity > 0)
            {
                _neighbors.Add((similarity, candidates[i], rests[i]));
            }
        }

        if (_neighbors.Count > options.Neighbors)
        {
            // The most similar first, and of equals the lower id, so that the choice depends on the ratings alone.
            _neighbors.Sort((left, right) => left.Similarity != right.Similarity
                ? right.Similarity.CompareTo(left.Similarity)
                : left.Member.CompareTo(right.Member));
        }

        double sum = 0;
        double weight = options.PredictionShrinkage;
        for (int i = 0; i < Math.Min(options.Neighbors, _neighbors.Count); i++)
        {
            sum += _neighbors[i].Similarity * _neighbors[i].Left;
            weight += _neighbors[i].Similarity;
        }

        return sum / weight;
    }

    private double SimilarityTo(int candidate)
    {
        if (!_known[candidate])
        {
            _known[candidate] = true;
            _asked.Add(candidate);
            _similarities[candidate] = Similarity(members.OthersOf(candidate), members.RestsOf(candidate));
        }

        return _similarities[candidate];
    }

    private double Similarity(ReadOnlySpan<int> linked, ReadOnlySpan<double> rests)
    {
        double product = 0;
        double own = 0;
        double squares = 0;
        int common = 0;
        for (int i = 0; i < linked.Length; i++)
        {
            double rest = _rests[linked[i]];
            if (!double.IsNaN(rest))
            {
                product += rest * rests[i];
                own += rest * rest;
                squares += rests[i] * rests[i];
                common++;
            }
        }

        return product <= 0 ? 0 : product / Math.Sqrt(own * squares) * common / (common + options.SimilarityShrinkage);
    }

    // Writes the member's deviations to their places on the other side; all other places are NaN.
    private void Spread(int member, bool clear)
    {
        if (_member < 0)
        {
            Array.Fill(_rests, double.NaN);
        }

        ReadOnlySpan<int> linked = members.OthersOf(member);
        for (int i = 0; i < linked.Length; i++)
        {
            _rests[linked[i]] = clear ? double.NaN : members.RestsOf(member)[i];
        }
    }
}
