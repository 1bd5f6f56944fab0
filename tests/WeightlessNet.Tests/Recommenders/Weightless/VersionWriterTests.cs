using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Weightless.Internals;

namespace WeightlessNet.Tests.Recommenders.Weightless;

public sealed class VersionWriterTests
{
    private const int User = 3;

    [Fact]
    public void What_a_user_learns_while_a_supposition_is_made_is_in_it_and_in_the_next_version()
    {
        StripedRatings ratings = new(RatingScale.Stars);
        Sums sums = new(4);
        VersionWriter<Version> writer = new(ratings, sums, new Version(0, 0, new int[4]));
        Note(ratings, writer, 0);
        sums.DuringNextMake = () => Note(ratings, writer, 1);

        Version supposed = writer.Supposing(User, _ => [new CrowdChange(User, 2, 0, 0, 1)]);
        writer.Publish();

        Assert.Equal([1, 1, 1, 0], supposed.Counts);
        Assert.Equal([1, 1, 0, 0], writer.Current.Counts);
    }

    [Fact]
    public void A_reading_of_all_ratings_that_fails_to_begin_keeps_nothing_for_a_reader()
    {
        StripedRatings ratings = new(RatingScale.Stars);
        Assert.Throws<InvalidOperationException>(() => ratings.Begin(() => throw new InvalidOperationException()));

        Assert.All(Enumerable.Range(0, StripedRatings.StripeCount), number => Assert.Null(ratings.Stripe(number).Before));
        Assert.Equal(0, ratings.Begin(() => { }));
        ratings.End();
    }

    private static void Note(StripedRatings ratings, VersionWriter<Version> writer, int item)
    {
        RatingStripe stripe = ratings.Of(User);
        lock (stripe.Lock)
        {
            bool isFirst = stripe.PendingCount == 0;
            stripe.Set(User, new RatedItem(item, 5, 0), int.MaxValue);
            writer.Note(StripedRatings.NumberOf(User), isFirst);
        }
    }

    private sealed record Version(long Number, long Made, int[] Counts) : IVersion
    {
        long IVersion.Version => Made;

        public void Clear()
        {
        }
    }

    /// <summary>Counts ratings by item; as in the recommenders, a version is made of what has changed since the one before.</summary>
    private sealed class Sums(int items) : ICrowdSums<Version>
    {
        private readonly int[] _counts = new int[items];
        private readonly HashSet<int> _changed = [];

        public Action? DuringNextMake { get; set; }

        public void Apply(in CrowdChange change)
        {
            if (change.Item != CrowdChange.NoItem)
            {
                _counts[change.Item] += change.Sign;
                _changed.Add(change.Item);
            }
        }

        public Version Make(Version before, long number)
        {
            Action? during = DuringNextMake;
            DuringNextMake = null;
            int[] counts = [.. before.Counts];
            foreach (int item in _changed)
            {
                counts[item] = _counts[item];
            }

            _changed.Clear();
            during?.Invoke();
            return new Version(number, before.Made + 1, counts);
        }
    }
}
