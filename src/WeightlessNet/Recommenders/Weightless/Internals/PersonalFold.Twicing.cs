namespace WeightlessNet.Recommenders.Weightless.Internals;

internal sealed partial class PersonalFold
{
    private const int TwicingBits = 10;
    private const int AnswerToCenter = PersonalReader.CenterBits - PersonalReader.AnswerBits;

    private long[] _values = [];
    private long[] _residuals = [];
    private long[] _answersOfOthers = [];

    /// <summary>
    /// What each rating writes to the cells of each group, less the center, with 8 fraction bits: its target plus, with twicing, a part of
    /// its residual from the answer of all other ratings. Group after group; valid until the next call.
    /// </summary>
    public ReadOnlySpan<long> ValuesOf(ReadOnlySpan<FoldedRating> ratings, long center)
    {
        ReadOnlySpan<NodeGroup> groups = _layout.Groups;
        Span<long> values = RoomFor(checked(groups.Length * ratings.Length));
        AddressedTargetsOf(ratings, center);
        Span<long> first = values[..ratings.Length];
        if (_reader.Weights is RatingWeights weights)
        {
            Weigh(weights, ratings, first);
            return values;
        }

        if (_twicing > 0)
        {
            Span<long> others = _answersOfOthers.AsSpan(0, ratings.Length);
            others.Clear();
            foreach (NodeGroup group in groups)
            {
                _cells.AddAnswersOfOthers(group, ratings, first, others);
            }

            for (int i = 0; i < ratings.Length; i++)
            {
                long left = ratings[i].Target - (center >> PersonalReader.CenterBits) - (others[i] >> PersonalReader.AnswerBits);
                first[i] += ((left * _twicing) >> TwicingBits) << PersonalReader.CenterBits;
            }
        }

        for (int group = 1; group < groups.Length; group++)
        {
            first.CopyTo(values[(group * ratings.Length)..]);
        }

        return values;
    }

    /// <summary>
    /// The ratings' targets less the center, with 8 fraction bits, and their addresses. Valid until the next call.
    /// </summary>
    public ReadOnlySpan<long> AddressedTargetsOf(ReadOnlySpan<FoldedRating> ratings, long center)
    {
        _cells.Address(ratings, _addresses!);
        Span<long> values = RoomFor(ratings.Length);
        for (int i = 0; i < ratings.Length; i++)
        {
            values[i] = ((long)ratings[i].Target << PersonalReader.CenterBits) - center;
        }

        return values;
    }

    /// <inheritdoc cref="FoldedCells.AddAnswers"/>
    public void AddAnswers(
        NodeGroup group, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> values, ReadOnlySpan<byte> rows, Span<long> answers) =>
        _cells.AddAnswers(group, ratings, values, rows, answers);

    /// <summary>
    /// The residuals that the second readings are over: the targets, less the weighted first readings of the other ratings. With 8 fraction
    /// bits; valid until the next call. The ratings must be addressed.
    /// </summary>
    public ReadOnlySpan<long> ResidualsOf(RatingWeights weights, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> targets)
    {
        Span<long> residuals = _residuals.AsSpan(0, ratings.Length);
        targets.CopyTo(residuals);
        ReadOnlySpan<NodeGroup> groups = _layout.Groups;
        for (int group = 0; group < groups.Length; group++)
        {
            int weight = weights.FirstBeforeTwicing(group, ratings.Length);
            if (weight != 0)
            {
                Span<long> others = _answersOfOthers.AsSpan(0, ratings.Length);
                others.Clear();
                _cells.AddAnswersOfOthers(groups[group], ratings, targets, others);
                for (int i = 0; i < ratings.Length; i++)
                {
                    residuals[i] -= ((others[i] * weight) << AnswerToCenter) >> RatingWeights.FractionBits;
                }
            }
        }

        return residuals;
    }

    private Span<long> RoomFor(int length)
    {
        if (_values.Length < length)
        {
            _values = new long[Math.Max(length, 2 * _values.Length)];
            _answersOfOthers = new long[_values.Length];
            _residuals = new long[_values.Length];
        }

        return _values.AsSpan(0, length);
    }

    private void Weigh(RatingWeights weights, ReadOnlySpan<FoldedRating> ratings, ReadOnlySpan<long> targets)
    {
        ReadOnlySpan<long> residuals = ResidualsOf(weights, ratings, targets);

        // The first group's values are the targets themselves, so it comes last.
        for (int group = _layout.Groups.Length - 1; group >= 0; group--)
        {
            int first = weights.First(group, ratings.Length);
            int second = weights.Second(group, ratings.Length);
            Span<long> values = _values.AsSpan(group * ratings.Length, ratings.Length);
            for (int i = 0; i < ratings.Length; i++)
            {
                values[i] = ((targets[i] * first) + (residuals[i] * second)) >> RatingWeights.FractionBits;
            }
        }
    }
}
