using WeightlessNet.Bits;
using WeightlessNet.Recommenders.Ratings.Internals;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Hybrid;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Weightless.Internals;
using WeightlessNet.Tests.Recommenders.Hybrid;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class LogOddsEstimateTests
{
    private const int Items = 150;

    [Theory]
    [InlineData(0.1)]
    [InlineData(10)]
    [InlineData(1000)]
    public void Tables_that_are_filled_by_estimates_have_the_answers_of_integer_arithmetic(double shrinkage)
    {
        SplitMix64 random = new(3);
        ItemCatalog catalog = WeightlessRankingRecommenderTests.CatalogOf(Items);
        RankingFields fields = new(catalog, null);
        LogOddsAddresses addresses = LogOddsGroup.Untrained(fields, 64)[0].AddressesIn(fields, catalog, 6, 1);
        LogOddsFold fold = new(addresses.NodeCount * addresses.Stride, 4, shrinkage);
        sbyte[] tables = new sbyte[addresses.NodeCount * addresses.Stride];
        for (int trial = 0; trial < 200; trial++)
        {
            CellBackground background = new(addresses);
            for (int item = 0; item < Items; item++)
            {
                background.Add(item, random.Next(1 << random.Next(20)));
            }

            RatingLog log = new(RatingScale.HalfStars);
            for (int i = random.Next(100); i >= 0; i--)
            {
                log.Set(new Rating(0, random.Next(Items), 0.5f + (0.5f * random.Next(10))), out _);
            }

            ReadingWeights readings = new(random.Next(2000), 1 + random.Next(2000));
            readings = trial % 5 == 0 ? new(1, 0) : trial % 5 == 1 ? new(0, 1) : readings;
            fold.Fill(tables, log.OfUser(0), readings, background);

            for (int cell = 0; cell < tables.Length; cell++)
            {
                Assert.Equal(fold.StepsAt(cell, readings, background).Sum, tables[cell]);
            }
        }
    }
}
