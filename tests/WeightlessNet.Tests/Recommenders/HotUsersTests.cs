using WeightlessNet.Encoders;
using WeightlessNet.Nodes;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public sealed class HotUsersTests
{
    private readonly WeightlessOptions _options = new() { Nodes = 4, InputsPerNode = 3, Reading = WeightlessReading.Histogram };
    private readonly PersonalFold _fold;
    private int _created;

    public HotUsersTests()
    {
        FeatureSchema<int> schema = new FeatureSchemaBuilder<int>().LinearThermometer("i", i => i, 0, 5, 4).Fit([]);
        ItemCatalog catalog = ItemCatalog.Create(schema, [0, 1, 2, 3, 4]);
        CrowdStatistics crowd = new(catalog.Count, _options.Crowd);
        crowd.Add(3, RatingUnits.Range);
        _fold = new PersonalFold(_options, RatingScale.Stars, crowd, new ItemAddresses(catalog, _options));
    }

    [Fact]
    public void A_network_that_was_taken_is_found_again_by_its_user_alone()
    {
        HotUsers hot = new(3);
        PersonalNetwork seven = Take(hot, 7);
        PersonalNetwork eight = Take(hot, 8);
        Assert.Same(seven, hot.Find(7));
        Assert.Same(eight, hot.Find(8));
        Assert.NotSame(seven, eight);
        Assert.Null(hot.Find(0));
        Assert.Equal(2, _created);
    }

    [Fact]
    public void No_more_networks_are_made_than_the_maximum_and_one_more_user_takes_over_anothers()
    {
        HotUsers hot = new(3);
        HashSet<PersonalNetwork> networks = [.. Enumerable.Range(0, 50).Select(user => Take(hot, user))];
        Assert.Equal((3, 3), (_created, networks.Count));
        Assert.Equal([47, 48, 49], Enumerable.Range(0, 50).Where(user => hot.Find(user) is not null));
        Assert.Equal(3, Enumerable.Range(47, 3).Select(hot.Find).Distinct().Count());
    }

    [Fact]
    public void A_network_that_is_taken_over_is_empty_but_for_its_past()
    {
        HotUsers hot = new(1);
        PersonalNetwork network = Take(hot, 0);
        network.Follow([new RatedItem(3, 5, 0)], _fold, 1);
        Assert.Contains(network.Cells.Cells.ToArray(), cell => cell != default);

        Assert.Same(network, Take(hot, 1));
        Assert.Null(hot.Find(0));
        Assert.Equal((0, 0L, -1L), (network.Count, network.TargetSum, network.Version));
        Assert.Equal(new SumCell[4 << 3], network.Cells.Cells.ToArray());
        Assert.Equal(new int[5], network.LevelCounts);
        for (int cell = 0; cell < 4 << 3; cell++)
        {
            Assert.Equal(new int[5], network.Levels!.CountsAt(cell >> 3, cell & 7).ToArray());
        }
    }

    [Fact]
    public void A_user_who_was_found_since_the_hand_last_passed_stays_and_one_who_was_not_gives_way()
    {
        HotUsers hot = new(3);
        Take(hot, 0);
        Take(hot, 1);
        Take(hot, 2);
        Take(hot, 3); // the hand has passed all and given up 0
        Assert.NotNull(hot.Find(1));
        Take(hot, 4);
        Assert.Null(hot.Find(2));
        Assert.NotNull(hot.Find(1));
        Assert.NotNull(hot.Find(3));
        Assert.NotNull(hot.Find(4));
    }

    private PersonalNetwork Take(HotUsers hot, int user) => hot.Take(
        user,
        () =>
        {
            _created++;
            return new PersonalNetwork(_options, RatingScale.Stars.LevelCount);
        },
        _fold);
}
