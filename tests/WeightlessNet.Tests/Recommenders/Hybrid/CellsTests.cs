using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class CellsTests
{
    private const int User = 1;
    private static readonly RankingWorld _world = RankingWorld.Random(3);

    public static TheoryData<string> Kinds => RankingWorld.Kinds;

    [Theory, MemberData(nameof(Kinds))]
    public void The_cells_of_an_item_sum_to_what_its_fields_say(string kind)
    {
        WeightlessRankingRecommender recommender = _world.Taught(kind);
        for (int item = 0; item < RankingWorld.Items; item += 7)
        {
            IReadOnlyList<CellVote> cells = recommender.CellsOf(User, item);
            double fields = recommender.Explain(User, item).ByField.Sum(part => part.Amount);

            // Fields are rounded to whole parts of a score, network by network.
            Assert.Equal(fields, cells.Sum(cell => cell.Amount), 1e-6);
            Assert.Contains(cells, cell => cell.Amount != 0);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_cell_tells_the_ratings_of_the_user_that_address_it(string kind)
    {
        WeightlessRankingRecommender recommender = _world.Taught(kind);
        Rating[] own = [.. _world.Ratings.Where(rating => rating.User == User)];
        IReadOnlyList<CellVote>[] rated = [.. own.Select(rating => recommender.CellsOf(User, rating.Item))];
        for (int item = 0; item < RankingWorld.Items; item += 13)
        {
            IReadOnlyList<CellVote> cells = recommender.CellsOf(User, item);
            for (int node = 0; node < cells.Count; node++)
            {
                Rating[] there = [.. own.Where((_, index) => rated[index][node].Address == cells[node].Address)];
                Assert.Equal(there.Length, cells[node].RatingCount);
                Assert.Equal(there.Count(rating => rating.Value >= 4), cells[node].LikeCount);
            }
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void A_node_reads_the_bits_of_its_address(string kind)
    {
        WeightlessRankingRecommender recommender = _world.Taught(kind);
        ItemCatalog catalog = RankingWorld.Catalog;
        foreach (CellVote cell in recommender.CellsOf(User, 5))
        {
            Assert.Equal(1 << cell.Inputs.Count, cell.CellCount);
            Assert.Equal(cell.Address, cell.Inputs.Select((input, place) => input.IsSet ? 1 << place : 0).Sum());
            foreach (CellInput input in cell.Inputs.Where(input => input.Kind == ContributionKind.Field))
            {
                int bit = catalog.Fields.Single(field => field.Name == input.Name).Offset + input.Bit!.Value;
                Assert.Equal((catalog.PatternOf(5)[bit >> 6] >> (bit & 63) & 1) != 0, input.IsSet);
            }
        }
    }

    [Fact]
    public void A_node_over_a_wide_field_reads_the_field()
    {
        ItemCatalog catalog = ItemCatalog.Create(
            new WeightlessNet.Encoders.FeatureSchemaBuilder<int>().OneHot("name", item => $"{item}").Fit([.. Enumerable.Range(0, 100)]),
            [.. Enumerable.Range(0, 100)]);
        WeightlessRankingRecommender recommender = new(catalog, RatingScale.HalfStars, null, []);
        recommender.Learn(new Rating(0, 7, 5));

        IReadOnlyList<CellVote> cells = recommender.CellsOf(0, 7);
        Assert.All(cells, cell => Assert.Equal([new CellInput(ContributionKind.Field, "name", null, IsSet: false)], cell.Inputs));
        Assert.All(cells, cell => Assert.Equal(1, cell.LikeCount));
        Assert.All(cells, cell => Assert.True(cell.Amount > 0 && cell.Address < cell.CellCount));
    }

    [Fact]
    public void A_user_without_ratings_has_no_cells()
    {
        WeightlessRankingRecommender recommender = _world.Taught("default");
        Assert.Empty(recommender.CellsOf(RankingWorld.Users + 5, 0));
        Assert.NotEmpty(recommender.CellsOf(User, 0));
        recommender.ForgetUser(User);
        Assert.Empty(recommender.CellsOf(User, 0));
    }

    [Fact]
    public void Refuses_a_negative_user_and_an_unknown_item()
    {
        WeightlessRankingRecommender recommender = _world.Taught("default");
        Assert.Throws<ArgumentOutOfRangeException>("user", () => recommender.CellsOf(-1, 0));
        Assert.Throws<ArgumentOutOfRangeException>("item", () => recommender.CellsOf(0, RankingWorld.Items));
    }
}
