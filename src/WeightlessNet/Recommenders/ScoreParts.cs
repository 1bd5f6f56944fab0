using WeightlessNet.Nodes;

namespace WeightlessNet.Recommenders;

/// <summary>
/// Takes a score apart. Parts are rounded so that each one is the difference of two rounded running sums: whatever the rounding, they
/// sum to the whole exactly.
/// </summary>
internal readonly struct ScoreParts
{
    private readonly RatingUnits _units;
    private readonly PersonalReader _reader;
    private readonly ItemAddresses _addresses;
    private readonly PersonalFold _fold;

    public ScoreParts(RatingUnits units, PersonalReader reader, ItemAddresses addresses, PersonalFold fold)
    {
        _units = units;
        _reader = reader;
        _addresses = addresses;
        _fold = fold;
    }

    /// <summary>The base of the regression reading: everyone, the item, the user.</summary>
    public IReadOnlyList<Contribution> RegressionBase(float minimum, int totalMean, int itemMean, long centre) =>
    [
        new("mean of all ratings", minimum + Points((long)totalMean << PersonalReader.AnswerBits)),
        new("the crowd's rating of the item", Points((long)(itemMean - totalMean) << PersonalReader.AnswerBits)),
        new("the user's own level", Points(centre >> (PersonalReader.CentreBits - PersonalReader.AnswerBits))),
    ];

    /// <summary>The base of the histogram reading: everyone, the user.</summary>
    public IReadOnlyList<Contribution> HistogramBase(float minimum, long everyone, long centre)
    {
        const int Shift = PersonalReader.CentreBits - PersonalReader.AnswerBits;
        return
        [
            new("mean of all ratings", minimum + Points(everyone >> Shift)),
            new("the user's own level", Points((centre >> Shift) - (everyone >> Shift))),
        ];
    }

    /// <summary>What the network adds, by field: a node's answer is divided among the fields of its tuple by their share of its bits.</summary>
    public IReadOnlyList<Contribution> ByField(PersonalNetwork network, ReadOnlySpan<byte> addresses, long centre)
    {
        SumNodes cells = network.Cells;
        long[] sums = new long[_addresses.Fields.Count];
        Span<int> inputs = new int[sums.Length];
        for (int node = 0; node < addresses.Length; node++)
        {
            long answer = _reader.AnswerOf(cells[node, addresses[node]], centre);
            _addresses.CountInputsByField(node, inputs);
            for (int field = 0; field < sums.Length; field++)
            {
                sums[field] += answer * inputs[field];
            }
        }

        Contribution[] parts = new Contribution[sums.Length];
        long running = 0;
        for (int field = 0; field < sums.Length; field++)
        {
            long before = _reader.Scale(running, cells.InputsPerNode);
            running += sums[field];
            parts[field] = new Contribution(_addresses.Fields[field].Name, Points(_reader.Scale(running, cells.InputsPerNode) - before));
        }

        return parts;
    }

    /// <summary>What the network adds, by past rating: a rating is part of the answer of each node where it shares the item's address.</summary>
    public IReadOnlyList<RatingContribution> ByRating(
        PersonalNetwork network,
        ReadOnlySpan<byte> addresses,
        long centre,
        ReadOnlySpan<RatedItem> log)
    {
        RatingContribution[] parts = new RatingContribution[network.Count];
        long running = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            FoldedRating rating = network.Ratings[i];
            long answer = rating.Weight * (((long)rating.Target << PersonalReader.CentreBits) - centre);
            ReadOnlySpan<byte> own = _fold.AddressesOf(rating);
            long before = _reader.Scale(running);
            for (int node = 0; node < addresses.Length; node++)
            {
                if (own[node] == addresses[node])
                {
                    running += answer * _reader.Reciprocal(network.Cells[node, addresses[node]].Count);
                }
            }

            parts[i] = new RatingContribution(rating.Item, log[i].Value, Points(_reader.Scale(running) - before));
        }

        return parts;
    }

    private double Points(long answer) => _units.ToDifference(answer, PersonalReader.AnswerBits);
}
