using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>
/// Takes what a user's log-odds networks add to a score apart. Parts are rounded so that each one is the difference of two rounded
/// running sums: whatever the rounding, they sum to the whole exactly.
/// </summary>
/// <param name="shared">What all users share.</param>
/// <param name="tables">The user's tables.</param>
/// <param name="workspace">Scratch memory for the networks.</param>
/// <param name="toScore">Turns whole parts into those of a score.</param>
internal sealed class LogOddsParts(
    RankingVersion shared,
    LogOddsTables tables,
    RankingWorkspace workspace,
    Func<long, double> toScore)
{
    private readonly LogOddsNetwork[] _networks = shared.Model.Networks;
    private readonly RankingFields _fields = shared.Model.Fields;

    /// <summary>By field: what a node says is divided among the fields of its tuple by their share of its bits.</summary>
    public IReadOnlyList<Contribution> ByField(int item)
    {
        long[] parts = new long[_fields.PartNames.Count];
        for (int network = 0; network < _networks.Length; network++)
        {
            AddByField(item, network, parts);
        }

        bool[] isUsed = UsedParts();
        return
        [
            .. Enumerable.Range(0, parts.Length).Where(part => isUsed[part])
                .Select(part => new Contribution(_fields.KindOf(part), _fields.PartNames[part], toScore(parts[part]))),
        ];
    }

    /// <summary>
    /// By past rating: what a cell says beyond the absence of ratings is shared by the ratings that hit it, and the absence by all ratings;
    /// the part of the likes by likes only.
    /// </summary>
    public IReadOnlyList<RatingContribution> ByRating(int item, UserRatings log)
    {
        long[] sums = new long[log.Length];
        for (int network = 0; network < _networks.Length; network++)
        {
            workspace.Folds[network].Count(log, shared.Items.Addresses[network]);
            AddByRating(item, log, network, sums);
        }

        RatingContribution[] parts = new RatingContribution[log.Length];
        for (int i = 0; i < parts.Length; i++)
        {
            parts[i] = new RatingContribution(log[i].Item, log[i].Value, toScore(sums[i]));
        }

        return parts;
    }

    // The own fields are always shown; what was trained is shown if a network looks at it.
    private bool[] UsedParts()
    {
        bool[] isUsed = new bool[_fields.PartNames.Count];
        isUsed.AsSpan(0, _fields.OwnCount).Fill(true);
        for (int network = 0; network < _networks.Length; network++)
        {
            LogOddsAddresses addresses = shared.Items.Addresses[network];
            for (int node = 0; node < addresses.NodeCount; node++)
            {
                foreach (int input in addresses.InputsOf(node))
                {
                    isUsed[PartOf(_networks[network], input)] = true;
                }
            }
        }

        return isUsed;
    }

    private int PartOf(LogOddsNetwork network, int input) => _fields.PartOf(network.IsOverWideField ? input : _fields.FieldOf(input));

    private void AddByField(int item, int index, long[] destination)
    {
        LogOddsNetwork network = _networks[index];
        LogOddsAddresses addresses = shared.Items.Addresses[index];
        sbyte[] cells = tables[index];
        long[] sums = new long[destination.Length];
        int table = 0;
        ReadOnlySpan<byte> row = addresses[item];
        for (int node = 0; node < row.Length; node++)
        {
            long steps = cells[table + row[node]];
            foreach (int input in addresses.InputsOf(node))
            {
                sums[PartOf(network, input)] += steps;
            }

            table += addresses.Stride;
        }

        Int128 running = 0;
        long before = 0;
        for (int part = 0; part < sums.Length; part++)
        {
            running += sums[part];
            long now = FloorDivide(running * network.Step, addresses.InputCount);
            destination[part] += now - before;
            before = now;
        }
    }

    private void AddByRating(int item, UserRatings log, int index, long[] destination)
    {
        LogOddsNetwork network = _networks[index];
        LogOddsFold fold = workspace.Folds[index];
        LogOddsAddresses addresses = shared.Items.Addresses[index];
        LogOddsSteps absence = fold.AbsenceOf(network.Readings);
        ReadOnlySpan<byte> row = addresses[item];
        Int128[] sums = new Int128[log.Length];
        int table = 0;
        for (int node = 0; node < row.Length; node++)
        {
            int cell = table + row[node];
            LogOddsSteps steps = fold.StepsAt(cell, network.Readings, shared.Background[index]);
            Share ofLikes = new((steps.Likes - absence.Likes) * network.Step, fold.Likes[cell]);
            Share ofRatings = new((steps.Ratings - absence.Ratings) * network.Step, fold.Ratings[cell]);
            for (int i = 0; i < log.Length && fold.Ratings[cell] > 0; i++)
            {
                if (addresses[log.ItemAt(i)][node] == row[node])
                {
                    sums[i] += ofRatings.Next() + (fold.IsLike(log[i]) ? ofLikes.Next() : 0);
                }
            }

            table += addresses.Stride;
        }

        Share likesAbsence = new((long)absence.Likes * row.Length * network.Step, fold.LikeCount);
        Share ratingsAbsence = new((long)absence.Ratings * row.Length * network.Step, fold.RatingCount);
        for (int i = 0; i < log.Length; i++)
        {
            destination[i] += (long)sums[i] + ratingsAbsence.Next() + (fold.IsLike(log[i]) ? likesAbsence.Next() : 0);
        }
    }

    private static long FloorDivide(Int128 value, long divisor)
    {
        Int128 quotient = value / divisor;
        return (long)(value % divisor < 0 ? quotient - 1 : quotient);
    }

    // Divides an amount into equal parts that sum to it exactly.
    private struct Share(long amount, int count)
    {
        private int _given;
        private long _before;

        public long Next()
        {
            long now = FloorDivide((Int128)amount * ++_given, count);
            long part = now - _before;
            _before = now;
            return part;
        }
    }
}
