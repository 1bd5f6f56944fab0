using WeightlessNet.Recommenders.Internals;
namespace WeightlessNet.Recommenders.Personal;

/// <summary>
/// Takes what a log-odds network adds to a score apart. Parts are rounded so that each one is the difference of two rounded running sums:
/// whatever the rounding, they sum to the whole exactly.
/// </summary>
/// <param name="network">The networks.</param>
/// <param name="tables">The user's tables.</param>
/// <param name="step">What a step of a table adds to a score.</param>
/// <param name="toScore">Turns whole parts into those of a score.</param>
internal readonly ref struct LogOddsParts(LogOddsNetwork network, ReadOnlySpan<sbyte> tables, long step, Func<long, double> toScore)
{
    private readonly ReadOnlySpan<sbyte> _tables = tables;

    /// <summary>By field: what a node says is divided among the fields of its tuple by their share of its bits.</summary>
    public IReadOnlyList<Contribution> ByField(int item)
    {
        CatalogAddresses addresses = network.Addresses;
        long[] sums = new long[addresses.Catalog.Fields.Count];
        int table = 0;
        ReadOnlySpan<byte> row = addresses[item];
        for (int node = 0; node < row.Length; node++)
        {
            long steps = _tables[table + row[node]];
            foreach (int bit in addresses.Mapping.TupleOf(node))
            {
                sums[FieldOf(bit)] += steps;
            }

            table += addresses.Stride;
        }

        Contribution[] parts = new Contribution[sums.Length];
        Int128 running = 0;
        long before = 0;
        for (int field = 0; field < sums.Length; field++)
        {
            running += sums[field];
            long now = FloorDivide(running * step, addresses.Mapping.InputsPerNode);
            parts[field] = new Contribution(addresses.Catalog.Fields[field].Name, toScore(now - before));
            before = now;
        }

        return parts;
    }

    /// <summary>
    /// By past rating: what a cell says beyond the absence of likes is shared by the ratings that hit it, and the absence by all
    /// ratings, both by how much each is a like.
    /// </summary>
    public IReadOnlyList<RatingContribution> ByRating(int item, UserRatings log)
    {
        CatalogAddresses addresses = network.Addresses;
        ReadOnlySpan<long> likes = network.Fold.LikesOf(log, out long total);
        int absence = network.Fold.AbsenceOf(total);
        ReadOnlySpan<byte> row = addresses[item];
        Int128[] sums = new Int128[log.Length];
        int table = 0;
        for (int node = 0; node < row.Length; node++)
        {
            int cell = table + row[node];
            long presence = (_tables[cell] - absence) * step;
            long running = 0;
            long before = 0;
            for (int i = 0; i < log.Length; i++)
            {
                if (addresses[log[i].Item][node] == row[node])
                {
                    running += network.Fold.WeightOf(log[i]);
                    long now = likes[cell] == 0 ? 0 : FloorDivide((Int128)presence * running, likes[cell]);
                    sums[i] += now - before;
                    before = now;
                }
            }

            table += addresses.Stride;
        }

        RatingContribution[] parts = new RatingContribution[log.Length];
        long all = 0;
        long shared = 0;
        for (int i = 0; i < parts.Length; i++)
        {
            all += network.Fold.WeightOf(log[i]);
            long now = total == 0 ? 0 : FloorDivide((Int128)absence * row.Length * step * all, total);
            parts[i] = new RatingContribution(log[i].Item, log[i].Value, toScore((long)sums[i] + now - shared));
            shared = now;
        }

        return parts;
    }

    private int FieldOf(int bit)
    {
        IReadOnlyList<Encoders.FeatureField> fields = network.Addresses.Catalog.Fields;
        int field = fields.Count - 1;
        while (bit < fields[field].Offset || fields[field].BitCount == 0)
        {
            field--;
        }

        return field;
    }

    private static long FloorDivide(Int128 value, long divisor)
    {
        Int128 quotient = value / divisor;
        return (long)(value % divisor < 0 ? quotient - 1 : quotient);
    }
}
