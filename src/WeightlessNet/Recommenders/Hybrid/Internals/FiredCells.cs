using WeightlessNet.Encoders;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Recommenders.Hybrid.Internals;

/// <summary>Shows which cells of a user's log-odds networks an item addresses.</summary>
/// <param name="shared">What all users share.</param>
/// <param name="tables">The user's tables.</param>
/// <param name="workspace">Scratch memory for the networks.</param>
internal sealed class FiredCells(RankingVersion shared, LogOddsTables tables, RankingWorkspace workspace)
{
    private readonly RankingFields _fields = shared.Model.Fields;

    /// <summary>The cell of each node, network by network.</summary>
    public CellVote[] Of(int item, UserRatings log)
    {
        int[] places = PlacesInParts();
        List<CellVote> cells = [];
        for (int network = 0; network < shared.Model.Networks.Length; network++)
        {
            Add(item, log, network, places, cells);
        }

        return [.. cells];
    }

    private void Add(int item, UserRatings log, int index, int[] places, List<CellVote> cells)
    {
        LogOddsNetwork network = shared.Model.Networks[index];
        LogOddsAddresses addresses = shared.Items.Addresses[index];
        LogOddsFold fold = workspace.Folds[index];
        fold.Count(log, addresses);
        string name = shared.Model.Weights.Groups[index].Group.NameIn(_fields);
        int cellCount = network.IsOverWideField ? addresses.Stride : 1 << addresses.InputCount;
        ReadOnlySpan<byte> row = addresses[item];
        for (int node = 0, table = 0; node < row.Length; node++, table += addresses.Stride)
        {
            int cell = table + row[node];
            cells.Add(new CellVote(
                name,
                InputsOf(addresses, node, row[node], places),
                row[node],
                cellCount,
                fold.Ratings[cell],
                fold.Likes[cell],
                RankingReading.ToScore(tables[index][cell] * network.Step)));
        }
    }

    private CellInput[] InputsOf(LogOddsAddresses addresses, int node, byte address, int[] places)
    {
        ReadOnlySpan<int> inputs = addresses.InputsOf(node);
        CellInput[] read = new CellInput[inputs.Length];
        for (int i = 0; i < read.Length; i++)
        {
            int part = _fields.PartOf(addresses.InputsAreFields ? inputs[i] : _fields.FieldOf(inputs[i]));
            read[i] = addresses.InputsAreFields
                ? new CellInput(_fields.KindOf(part), _fields.PartNames[part], null, IsSet: false)
                : new CellInput(_fields.KindOf(part), _fields.PartNames[part], places[inputs[i]], ((address >> i) & 1) != 0);
        }

        return read;
    }

    // The place of each bit in its part: the factors of the audience are one part.
    private int[] PlacesInParts()
    {
        int[] places = new int[_fields.BitCount];
        int[] counts = new int[_fields.PartNames.Count];
        for (int index = 0; index < _fields.All.Count; index++)
        {
            FeatureField field = _fields.All[index];
            for (int bit = field.Offset; bit < field.Offset + field.BitCount; bit++)
            {
                places[bit] = counts[_fields.PartOf(index)]++;
            }
        }

        return places;
    }
}
