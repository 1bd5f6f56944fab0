using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Recommenders.Hybrid.Internals;
using WeightlessNet.Recommenders.Ratings.Internals;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Hybrid;

public sealed class HeldOutStreamTests
{
    [Fact]
    public void With_few_ratings_every_user_is_asked_once_by_models_that_did_not_learn_the_user()
    {
        RatingLog ratings = RatingsOf(users: 60, each: 10);
        HeldOutStream stream = new(1, ratings, canRotate: true);
        HeldOutQuestions[] parts = [.. Enumerable.Range(0, stream.PartCount).Select(part => stream.Ask(part, [], RatingScale.Stars))];

        Assert.Equal(5, stream.PartCount);
        Assert.Equal(ratings.RatingCount, parts.Sum(part => part.Held.Length));
        for (int part = 0; part < parts.Length; part++)
        {
            Rating[] kept = parts[part].Kept().ToArray();
            int[] outside = [.. Enumerable.Range(0, 60).Where(user => !stream.IsHeldOut(part, user))];
            Assert.Equal(outside, kept.Select(rating => rating.User).Distinct());
            Assert.Equal((60 - outside.Length) * 10, parts[part].Held.Length);
        }
    }

    [Fact]
    public void Each_question_knows_the_earlier_ratings_of_its_user_and_no_other()
    {
        HeldOutStream stream = new(1, RatingsOf(users: 20, each: 120), canRotate: true);
        HeldOutQuestions questions = stream.Ask(0, [new Counting()], RatingScale.Stars);
        ILookup<int, Rating> logged = questions.Logged.ToArray().ToLookup(rating => rating.User);

        Assert.NotEmpty(questions.Held);
        for (int i = 0; i < questions.Held.Length; i++)
        {
            Rating asked = questions.Held[i];
            Assert.Equal(asked.Timestamp - 1, logged[asked.User].Count());
            Assert.All(logged[asked.User], rating => Assert.True(rating.Timestamp < asked.Timestamp));

            // A user of 120 ratings is asked 48 times.
            Assert.Equal(2.5, questions.Importance![i]);
        }
    }

    [Theory]
    [InlineData(2_000, 40, 1)]
    [InlineData(900, 40, 3)]
    [InlineData(100, 40, 5)]
    public void With_many_ratings_fewer_parts_are_asked(int users, int each, int parts)
    {
        HeldOutStream stream = new(1, RatingsOf(users, each), canRotate: true);
        Assert.Equal(parts, stream.PartCount);
        Assert.Equal(1, new HeldOutStream(1, RatingsOf(users, each), canRotate: false).PartCount);
    }

    [Fact]
    public void A_few_users_or_questions_are_not_enough()
    {
        Assert.False(new HeldOutStream(1, RatingsOf(users: 7, each: 100), canRotate: true).HasEnough);
        Assert.False(new HeldOutStream(1, RatingsOf(users: 30, each: 3), canRotate: true).HasEnough);
        Assert.True(new HeldOutStream(1, RatingsOf(users: 30, each: 10), canRotate: true).HasEnough);
        Assert.False(new HeldOutStream(1, RatingsOf(users: 30, each: 10), canRotate: false).HasEnough);
    }

    private static RatingLog RatingsOf(int users, int each)
    {
        RatingLog log = new(RatingScale.Stars);
        for (int i = 0; i < users * each; i++)
        {
            log.Set(new Rating(i / each, i % each, 1 + (i % 5), 1 + (i % each)), out _);
        }

        return log;
    }

    private sealed class Counting : IFoldInModel
    {
        public int FactorCount => 1;

        public void FoldIn(ReadOnlySpan<RatedItem> ratings, Span<double> userFactors) => userFactors[0] = ratings.Length;

        public double Predict(ReadOnlySpan<double> userFactors, int item) => 3;

        public void Predict(ReadOnlySpan<double> userFactors, Span<double> ratings) => ratings.Fill(3);
    }
}
