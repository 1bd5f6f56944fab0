using WeightlessNet.Bits;
using WeightlessNet.Datasets.Internals;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Datasets.Tests;

/// <summary>What the options of the synthetic world change.</summary>
public sealed class SyntheticTasteTests
{
    private static readonly SyntheticMoviesOptions Small = new() { Users = 150, Movies = 400, MeanRatingsPerUser = 40 };

    [Fact]
    public void Company_is_a_taste_that_no_feature_of_a_film_shows()
    {
        SyntheticMoviesOptions options = new() { CompanyDeviation = 1, Movies = 500, TasteDeviation = 0 };
        var random = new SplitMix64(1);
        SyntheticFilm[] films = SyntheticFilm.Make(options, ref random);
        var own = new SplitMix64(2);
        var viewer = new SyntheticViewer(options, ref own);
        own = new SplitMix64(2);
        var without = new SyntheticViewer(options with { CompanyDeviation = 0 }, ref own);

        double[] company = [.. films.Select(film => viewer.Liking(film, 0) - without.Liking(film, 0))];

        Assert.InRange(company.Average(), -0.3, 0.3);
        Assert.InRange(Math.Sqrt(company.Average(value => value * value)), 0.3, 3);
        Assert.Equal(viewer.Liking(films[0], 0), viewer.Liking(films[0] with { Age = -films[0].Age, Genres = films[1].Genres }, 0));
        Assert.NotEqual(viewer.Liking(films[0], 0), viewer.Liking(films[0] with { Company = films[1].Company }, 0));
    }

    [Fact]
    public void Selective_users_see_what_they_like()
    {
        static double MeanOf(double selectivity) =>
            SyntheticMovies.Generate(Small with { Selectivity = selectivity }).Ratings.ToArray().Average(rating => rating.Value);

        double[] means = [MeanOf(0), MeanOf(1), MeanOf(2.5)];
        Assert.True(means[0] + 0.1 < means[1] && means[1] + 0.1 < means[2], string.Join(' ', means));
    }

    [Fact]
    public void The_most_extreme_tastes_still_give_a_world()
    {
        RatingDataset world = SyntheticMovies.Generate(Small with
        {
            Users = 5,
            TasteDeviation = 5,
            CompanyDeviation = 5,
            Selectivity = 10,
            PopularityExponent = 5,
            MoodDeviation = 5,
        });

        Assert.Equal(5, world.Ratings.ToArray().Select(rating => rating.User).Distinct().Count());
    }

    [Fact]
    public void Popularity_falls_faster_with_a_higher_exponent()
    {
        static double ShareOfFirst(double exponent)
        {
            RatingDataset world = SyntheticMovies.Generate(Small with { PopularityExponent = exponent, TasteDeviation = 0 });
            IEnumerable<int> counts = world.Ratings.ToArray().CountBy(rating => rating.Item).Select(film => film.Value);
            return (double)counts.OrderDescending().Take(40).Sum() / world.Ratings.Length;
        }

        double[] shares = [ShareOfFirst(0), ShareOfFirst(1), ShareOfFirst(2)];
        Assert.InRange(shares[0], 0.1, 0.2);
        Assert.True(shares[0] + 0.1 < shares[1] && shares[1] + 0.1 < shares[2], string.Join(' ', shares));
    }

    [Fact]
    public void A_mood_lasts_for_a_session()
    {
        static double ShareWithinSessions(double mood)
        {
            RatingDataset world = SyntheticMovies.Generate(Small with { MoodDeviation = mood, TasteDeviation = 0, Drift = 0 });
            double within = 0;
            double all = 0;
            foreach (IGrouping<int, Rating> user in world.Ratings.ToArray().GroupBy(rating => rating.User))
            {
                Rating[] ratings = [.. user];
                double mean = ratings.Average(rating => rating.Value);
                all += ratings.Sum(rating => Math.Pow(rating.Value - mean, 2));
                int session = 0;
                var sessions = ratings.Select((rating, i) =>
                    (Session: i > 0 && rating.Timestamp - ratings[i - 1].Timestamp > 3600 ? ++session : session, rating.Value));
                foreach (var one in sessions.ToArray().GroupBy(rating => rating.Session, rating => (double)rating.Value))
                {
                    double own = one.Average();
                    within += one.Sum(value => Math.Pow(value - own, 2));
                }
            }

            return within / all;
        }

        Assert.InRange(ShareWithinSessions(0), 0.93, 1);
        Assert.InRange(ShareWithinSessions(1), 0.3, 0.85);
    }

    [Theory]
    [InlineData(2, 0)]
    [InlineData(2, 0.5)]
    [InlineData(50, 1.75)]
    [InlineData(0.3, 2.2)]
    [InlineData(1.0001, 300)]
    public void Powers_are_near_those_of_the_machine(double value, double exponent)
    {
        Assert.Equal(1, Power.Of(value, exponent) / Math.Pow(value, exponent), 6);
        Assert.Equal(1, Power.OfE(exponent) / Math.Exp(exponent), 6);
        Assert.Equal(1, Power.OfE(-exponent) / Math.Exp(-exponent), 6);
    }

    [Fact]
    public void Whole_powers_are_exact()
    {
        Assert.Equal(1.0, Power.OfE(0));
        Assert.Equal(1.0, Power.OfE(-0.0));
        Assert.Equal(1 / 0.037, Power.Of(1 / 0.037, 1));
        Assert.Equal(81.0, Power.Of(3, 4));
    }
}
