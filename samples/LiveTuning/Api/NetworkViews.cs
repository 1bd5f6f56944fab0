using LiveTuning.Films;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Serving;

namespace LiveTuning.Api;

/// <summary>Shows a visitor's own network at a film: the bits it sees, the nodes that read them, and the cells that answer.</summary>
internal sealed class NetworkViews(Recommender<string, Film> recommender, FilmBits bits)
{
    private const int MostNodesInDetail = 5;

    /// <summary>The network of a visitor at a film. It is read from what is published, so it takes no lock.</summary>
    public NetworkAnswer Of(string key, Film film)
    {
        IReadOnlyList<CellVote> cells = recommender.CellsOf(key, film);
        (ContributionKind Kind, string Name, int Bit, bool IsSet)[] seen =
        [
            .. cells.SelectMany(cell => cell.Inputs)
                .Where(input => input.Bit is not null)
                .Select(input => (input.Kind, input.Name, input.Bit!.Value, input.IsSet))
                .Distinct()
                .OrderBy(bit => bit.Kind == ContributionKind.Field ? bits.OffsetOf(bit.Name) : int.MaxValue)
                .ThenBy(bit => bit.Kind).ThenBy(bit => bit.Value),
        ];
        Dictionary<(ContributionKind, string, int), int> places = [];
        foreach ((ContributionKind kind, string name, int bit, _) in seen)
        {
            places.Add((kind, name, bit), places.Count);
        }

        return new NetworkAnswer(
            recommender.RatingsOf(key).Count,
            [.. seen.Select(bit => new SeenBitAnswer(GroupOf(bit.Kind, bit.Name), WordsOf(bit.Kind, bit.Name, bit.Bit), bit.IsSet))],
            [.. cells.Select(cell => new NodeAnswer(cell.RatingCount, cell.Amount))],
            [
                .. Enumerable.Range(0, cells.Count)
                    .Where(node => cells[node].RatingCount > 0 && cells[node].Inputs.All(input => input.Bit is not null))
                    .OrderByDescending(node => Math.Abs(cells[node].Amount)).ThenBy(node => node)
                    .Take(MostNodesInDetail)
                    .Select(node => new CellAnswer(
                        node,
                        [.. cells[node].Inputs.Select(input => places[(input.Kind, input.Name, input.Bit!.Value)])],
                        cells[node].Address,
                        cells[node].CellCount,
                        cells[node].RatingCount,
                        cells[node].LikeCount,
                        cells[node].Amount)),
            ]);
    }

    private static string GroupOf(ContributionKind kind, string name) => (kind, name) switch
    {
        (ContributionKind.CrowdRating, _) => "How high rated",
        (ContributionKind.CrowdPopularity, _) => "How often rated",
        (ContributionKind.Audience, _) => "Who rates it",
        (_, FilmCatalog.Genre) => "Genres",
        (_, FilmCatalog.Year) => "Year",
        (_, FilmCatalog.Popularity) => "How well known",
        _ => name,
    };

    private string WordsOf(ContributionKind kind, string name, int bit) => kind switch
    {
        ContributionKind.Field => bits.Names[bits.OffsetOf(name) + bit],
        ContributionKind.CrowdRating => $"people's rating: level {bit + 1}",
        ContributionKind.CrowdPopularity => $"people's interest: level {bit + 1}",
        _ => $"audience: sign {bit + 1}",
    };
}
