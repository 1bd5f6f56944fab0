using WeightlessNet.Recommenders.Ratings.Internals;

namespace WeightlessNet.Recommenders.Weightless.Internals;

/// <summary>Decomposes a score. Each part is the difference of two rounded running sums, so the parts sum to the whole exactly.</summary>
internal readonly struct ScoreParts
{
    private readonly RatingUnits _units;
    private readonly PersonalReader _reader;
    private readonly ItemAddresses _addresses;
    private readonly PersonalFold _fold;
    private readonly int _gain;

    /// <param name="units">The units of the scale.</param>
    /// <param name="reader">The reader of the user's cells.</param>
    /// <param name="fold">The fold of the user's ratings.</param>
    /// <param name="shared">What all users share.</param>
    /// <param name="item">The item whose score is decomposed.</param>
    public ScoreParts(RatingUnits units, PersonalReader reader, PersonalFold fold, SharedModel shared, int item)
    {
        _units = units;
        _reader = reader;
        _addresses = shared.Catalog.Addresses;
        _fold = fold;
        _gain = shared.GainOf(item);
    }

    /// <summary>The base of the regression reading: all ratings, the item, the central models if there are any, the user.</summary>
    public IReadOnlyList<Contribution> RegressionBase(float minimum, (long Everyone, long Crowd, long? Central, long Level) start)
    {
        List<Contribution> parts =
        [
            new(ContributionKind.Prior, "mean of all ratings", minimum + Points(start.Everyone)),
            new(ContributionKind.Crowd, "the crowd's rating of the item", Points(start.Crowd)),
        ];
        if (start.Central is long central)
        {
            parts.Add(new(ContributionKind.Central, "the central model", Points(central)));
        }

        parts.Add(new(ContributionKind.UserLevel, "the user's own level", Points(start.Level)));
        return parts.AsReadOnly();
    }

    /// <summary>The base of the histogram reading: all ratings, the user.</summary>
    public IReadOnlyList<Contribution> HistogramBase(float minimum, long everyone, long center)
    {
        const int Shift = PersonalReader.CenterBits - PersonalReader.AnswerBits;
        return
        [
            new(ContributionKind.Prior, "mean of all ratings", minimum + Points(everyone >> Shift)),
            new(ContributionKind.UserLevel, "the user's own level", Points((center >> Shift) - (everyone >> Shift))),
        ];
    }

    /// <summary>
    /// The network's contributions by field: a node's answer is divided among the fields of its tuple in proportion to their bits.
    /// </summary>
    public IReadOnlyList<Contribution> ByField(PersonalTables tables, ReadOnlySpan<byte> addresses)
    {
        int divisor = _addresses.TupleSize << RatingWeights.FractionBits;
        long[] sums = new long[_addresses.Fields.Count];
        int[] inputs = new int[sums.Length];
        for (int node = 0; node < addresses.Length; node++)
        {
            long answer = tables.Answers[(node * tables.Stride) + addresses[node]] * tables.Step;
            _addresses.CountInputsByField(node, inputs);
            for (int field = 0; field < sums.Length; field++)
            {
                sums[field] += answer * inputs[field] * _gain;
            }
        }

        Contribution[] parts = new Contribution[sums.Length];
        long running = 0;
        for (int field = 0; field < sums.Length; field++)
        {
            long before = FloorDivide(running, divisor);
            running += sums[field];
            parts[field] = new Contribution(
                _addresses.Layout.KindOf(field), _addresses.Fields[field].Name, Points(FloorDivide(running, divisor) - before));
        }

        return parts;
    }

    /// <summary>
    /// The network's contributions by past rating: a rating contributes to the answer of each node at which it has the item's address. The
    /// rounding of a node's answer to steps is assigned to the last rating at that address.
    /// </summary>
    public IReadOnlyList<RatingContribution> ByRating(
        PersonalTables tables, ReadOnlySpan<byte> addresses, ReadOnlySpan<FoldedRating> ratings, UserRatings log)
    {
        ReadOnlySpan<long> values = _fold.ValuesOf(ratings, tables.Center);
        long[] sums = new long[ratings.Length];
        ReadOnlySpan<NodeGroup> groups = _addresses.Layout.Groups;
        for (int group = 0; group < groups.Length; group++)
        {
            AddByRating(groups[group], tables, addresses, ratings, values.Slice(group * ratings.Length, ratings.Length), sums);
        }

        RatingContribution[] parts = new RatingContribution[ratings.Length];
        long running = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            long before = (running * _gain) >> RatingWeights.FractionBits;
            running += sums[i];
            parts[i] = new RatingContribution(
                ratings[i].Item, log[i].Value, Points(((running * _gain) >> RatingWeights.FractionBits) - before));
        }

        return parts;
    }

    private void AddByRating(
        NodeGroup group,
        PersonalTables tables,
        ReadOnlySpan<byte> addresses,
        ReadOnlySpan<FoldedRating> ratings,
        ReadOnlySpan<long> values,
        Span<long> sums)
    {
        int[] sharers = new int[ratings.Length];
        long share = _reader.ShareOf(group, ratings.Length);
        for (int node = group.First; node < group.First + group.Count; node++)
        {
            int count = 0;
            int found = 0;
            for (int i = 0; i < ratings.Length; i++)
            {
                if (_fold.AddressesOf(i)[node] == addresses[node])
                {
                    sharers[found++] = i;
                    count += ratings[i].WeightIn(group);
                }
            }

            long reciprocal = _reader.Reciprocal(group, count);
            long running = 0;
            long before = 0;
            foreach (int i in sharers.AsSpan(0, found))
            {
                running += ratings[i].WeightIn(group) * values[i];
                long answer = PersonalReader.AnswerOf(running, reciprocal, share);
                sums[i] += answer - before;
                before = answer;
            }

            if (found > 0)
            {
                sums[sharers[found - 1]] += (tables.Answers[(node * tables.Stride) + addresses[node]] * tables.Step) - before;
            }
        }
    }

    private double Points(long answer) => _units.ToDifference(answer, PersonalReader.AnswerBits);

    private static long FloorDivide(long value, int divisor)
    {
        long quotient = value / divisor;
        return value % divisor < 0 ? quotient - 1 : quotient;
    }
}
