using System.Globalization;
using System.Text;
using WeightlessNet.Encoders;
using WeightlessNet.Evaluation.Splits;
using WeightlessNet.Recommenders;
using WeightlessNet.Serving;

namespace WeightlessNet.Benchmarks.Worlds;

/// <summary>
/// What shapes of lists cost and win: NDCG@10 against diversity, coverage and nearness to the user's mix, through the front door, with a
/// random fifth of each user's ratings held out, for several seeds.
/// </summary>
internal sealed class ListStudy(WorldsCommand command) : IStudy
{
    private const double HeldOutShare = 0.2;
    private const int Length = 10;

    private static readonly double[] Steps = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1];

    public bool Suits(World world) => world.Name is "ml-latest-small" or "the-movies-dataset" or "hetrec-lastfm";

    public string Run(World world)
    {
        Func<int, string[]> valuesOf = ValuesOf(world.Catalog, world.Catalog.Fields[0]);
        (string Kind, double Value, ListShape<int> Shape)[] shapes =
        [
            ("none", 0, new()),
            .. Steps.Select(step => ("diversity", step, new ListShape<int> { Diversity = step })),
            .. Steps.Select(step => ("mix", step, new ListShape<int> { Mix = new(step, valuesOf) })),
            .. Steps.Select(step => ("novelty", step, new ListShape<int> { Novelty = step })),
            .. Steps.Select(step => ("exploration", step, new ListShape<int> { Exploration = step })),
        ];
        ListFigures[] figures = [.. shapes.Select(shape => new ListFigures(shape.Kind, shape.Value))];
        for (ulong seed = 1; seed <= command.Seeds; seed++)
        {
            SplitRatings split = RatingSplit.RandomPerUser(HeldOutShare, seed).Divide(world.Ratings);
            using Recommender<int, int> door = Trained(world, split.Train);
            var users = ListTestUsers.Of(world, split);
            for (int i = 0; i < shapes.Length; i++)
            {
                figures[i].Add(users.Measure(user => [.. door.Recommend(user, Length, shapes[i].Shape).Select(one => one.Item)]));
            }

            Console.Error.WriteLine(FormattableString.Invariant($"{world.Name}, seed {seed}: {figures[0].Mean.Ndcg:F4}"));
        }

        if (command.Folder is { } folder)
        {
            Directory.CreateDirectory(folder);
            ListPlot.Save(Path.Combine(folder, $"lists-{world.Name}.png"), world.Name, figures);
        }

        return TableOf(figures);
    }

    private static Recommender<int, int> Trained(World world, ReadOnlyMemory<Rating> train)
    {
        var door = Recommender<int, int>.InMemory(
            schema =>
            {
                foreach (FeatureField field in world.Catalog.Fields)
                {
                    schema.Tags(field.Name, ValuesOf(world.Catalog, field));
                }
            },
            Enumerable.Range(0, world.Catalog.Count),
            new RecommenderOptions<int> { Scale = world.Scale, Training = TrainingRule.OnDemand });
        UserRating<int, int>[] ratings =
        [
            .. train.ToArray().Select(rating => new UserRating<int, int>(rating.User, rating.Item, rating.Value)),
        ];
        door.LearnAsync(ratings).GetAwaiter().GetResult();
        door.TrainAsync().GetAwaiter().GetResult();
        return door;
    }

    // The names of the bits, so that the door makes the same bits.
    private static Func<int, string[]> ValuesOf(ItemCatalog catalog, FeatureField field)
    {
        string[][] values =
        [
            .. Enumerable.Range(0, catalog.Count).Select(item => Enumerable.Range(field.Offset, field.BitCount)
                .Where(bit => ((catalog.PatternOf(item)[bit >> 6] >> bit) & 1) != 0)
                .Select(catalog.Describe)
                .Distinct()
                .ToArray()),
        ];
        return item => values[item];
    }

    private static string TableOf(IEnumerable<ListFigures> figures)
    {
        var text = new StringBuilder("| shape | value | NDCG@10 | diversity | coverage | divergence from the mix |\n");
        text.AppendLine("| --- | --- | --- | --- | --- | --- |");
        foreach (ListFigures row in figures)
        {
            ListMeasures mean = row.Mean;
            text.AppendLine(
                CultureInfo.InvariantCulture,
                $"| {row.Kind} | {row.Value:0.0} | {mean.Ndcg:F4} | {mean.Diversity:F3} | {mean.Coverage:F3} | {mean.Divergence:F3} |");
        }

        return text.ToString();
    }
}
