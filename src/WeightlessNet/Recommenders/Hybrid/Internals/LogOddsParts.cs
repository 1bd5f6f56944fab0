using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Takes what a user's log-odds networks add to a score apart. Parts are rounded so that each one is the difference of two rounded
/// running sums: whatever the rounding, they sum to the whole exactly.
/// </summary>
/// <param name="networks">The networks.</param>
/// <param name="tables">The user's tables.</param>
/// <param name="step">What a step of a table adds to a score.</param>
/// <param name="toScore">Turns whole parts into those of a score.</param>
internal readonly ref struct LogOddsParts(LogOddsNetworks networks, LogOddsTables tables, long step, Func<long, double> toScore)
{
    private readonly LogOddsTables _tables = tables;

    /// <summary>
    /// By field: what a node says is divided among the fields of its tuple by their share of its bits. The audience is one field.
    /// </summary>
    public IReadOnlyList<Contribution> ByField(int item)
    {
        LogOddsAddresses addresses = networks.Own.Addresses;
        long[] sums = new long[addresses.Catalog.Fields.Count];
        int table = 0;
        ReadOnlySpan<byte> row = addresses[item];
        for (int node = 0; node < row.Length; node++)
        {
            long steps = _tables.Own[table + row[node]];
            foreach (int bit in addresses.Mapping.TupleOf(node))
            {
                sums[FieldOf(bit, addresses.Catalog.Fields)] += steps;
            }

            table += addresses.Stride;
        }

        Contribution[] parts = new Contribution[sums.Length + (networks.Audience is null ? 0 : 1)];
        Int128 running = 0;
        long before = 0;
        for (int field = 0; field < sums.Length; field++)
        {
            running += sums[field];
            long now = FloorDivide(running * step, addresses.Mapping.TupleSize);
            parts[field] = new Contribution(addresses.Catalog.Fields[field].Name, toScore(now - before));
            before = now;
        }

        if (networks.Audience is not null)
        {
            long said = networks.Audience.Addresses.SumOf(item, _tables.Audience) * step;
            parts[^1] = new Contribution(AudienceName(addresses.Catalog.Fields), toScore(said));
        }

        return parts;
    }

    /// <summary>
    /// By past rating: what a cell says beyond the absence of likes is shared by the ratings that hit it, and the absence by all
    /// ratings, both by how much each is a like.
    /// </summary>
    public IReadOnlyList<RatingContribution> ByRating(int item, UserRatings log)
    {
        long[] sums = new long[log.Length];
        AddByRating(item, log, networks.Own, _tables.Own, sums);
        if (networks.Audience is not null)
        {
            AddByRating(item, log, networks.Audience, _tables.Audience, sums);
        }

        RatingContribution[] parts = new RatingContribution[log.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new RatingContribution(log[i].Item, log[i].Value, toScore(sums[i]));
        }

        return parts;
    }

    private void AddByRating(int item, UserRatings log, LogOddsNetwork network, ReadOnlySpan<sbyte> cells, Span<long> destination)
    {
        LogOddsAddresses addresses = network.Addresses;
        ReadOnlySpan<long> likes = network.Fold.LikesOf(log, out long total);
        int absence = network.Fold.AbsenceOf(total);
        ReadOnlySpan<byte> row = addresses[item];
        Int128[] sums = new Int128[log.Length];
        int table = 0;
        for (int node = 0; node < row.Length; node++)
        {
            int cell = table + row[node];
            long presence = (cells[cell] - absence) * step;
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

        long all = 0;
        long shared = 0;
        for (int i = 0; i < log.Length; i++)
        {
            all += network.Fold.WeightOf(log[i]);
            long now = total == 0 ? 0 : FloorDivide((Int128)absence * row.Length * step * all, total);
            destination[i] += (long)sums[i] + now - shared;
            shared = now;
        }
    }

    private static string AudienceName(IReadOnlyList<FeatureField> fields)
    {
        string name = "audience";
        for (int number = 2; fields.Any(field => field.Name == name); number++)
        {
            name = FormattableString.Invariant($"audience {number}");
        }

        return name;
    }

    private static int FieldOf(int bit, IReadOnlyList<FeatureField> fields)
    {
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
