using WeightlessNet.Bits;
using WeightlessNet.Recommenders;
using WeightlessNet.Recommenders.Collaborative;
using WeightlessNet.Recommenders.Collaborative.Internals;
using WeightlessNet.Tests.Recommenders.Weightless;
using Xunit;

namespace WeightlessNet.Tests.Recommenders.Collaborative;

public sealed class FoldInModelTests
{
    private const int Users = 40;
    private const int Items = 30;
    private const int UnratedItem = Items - 1;

    private static readonly Rating[] Ratings =
        [.. SomeRatings.OfTwoTastes(Users, Items, 0.4, 7).Where(rating => rating.Item != UnratedItem)];

    public static TheoryData<string> Kinds => ["trained", "with averages", "streamed", "with a catalog"];

    [Theory, MemberData(nameof(Kinds))]
    public void The_ratings_that_a_user_was_trained_on_give_nearly_the_trained_answers(string kind)
    {
        MatrixFactorizationRecommender recommender = Create(kind);
        double squares = 0;
        for (int user = 0; user < Users; user++)
        {
            double[] factors = Folded(recommender.FoldInModel, OfUser(user));
            for (int item = 0; item < Items; item++)
            {
                double off = recommender.FoldInModel.Predict(factors, item) - recommender.Predict(user, item);
                squares += off * off;
            }
        }

        Assert.InRange(Math.Sqrt(squares / (Users * Items)), 0, kind == "streamed" ? 0.25 : 0.1);
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Nothing_of_a_user_stays_in_scratch_memory(string kind)
    {
        string[] ofUsers =
        [
            "<Items>", "<Targets>", "<Evidence>", "<PriorMean>", "<Squares>", "._products[", "._agreement[", "._squares[", "._others[",
            "._solution[", "._matrix[", "._right[", "._scales[", "._used",
        ];
        IFoldInModel model = Create(kind).FoldInModel;
        Folded(model, OfUser(3));

        string[] scratch =
            [.. HeldNumbers.Of(model).Keys.Where(key => key.StartsWith("._scratch.", StringComparison.Ordinal))];
        Assert.NotEmpty(scratch);
        Assert.DoesNotContain(scratch, key => ofUsers.Any(part => key.Contains(part, StringComparison.Ordinal)));
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Without_ratings_the_answers_are_those_for_an_unknown_user(string kind)
    {
        MatrixFactorizationRecommender recommender = Create(kind);
        double[] factors = Folded(recommender.FoldInModel, []);

        for (int item = 0; item <= Items; item++)
        {
            Assert.Equal(recommender.Predict(Users, item), recommender.FoldInModel.Predict(factors, item), 1e-12);
        }
    }

    [Theory, MemberData(nameof(Kinds))]
    public void Neither_the_order_of_ratings_nor_those_of_unknown_items_matter(string kind)
    {
        IFoldInModel model = Create(kind).FoldInModel;
        RatedItem[] ratings = OfUser(3);
        RatedItem[] shuffled = [new(UnratedItem, 5, 0), .. ratings, new(Items, 1, 0), new(int.MaxValue, 1, 0)];
        new SplitMix64(4).Shuffle<RatedItem>(shuffled);

        Assert.Equal(Folded(model, ratings), Folded(model, shuffled));
    }

    [Fact]
    public void What_is_learned_later_does_not_reach_a_model_taken_before()
    {
        MatrixFactorizationRecommender recommender = Create("trained");
        IFoldInModel before = recommender.FoldInModel;
        double[] answers = Answers(before, OfUser(2));
        recommender.Learn(new Rating(5, 4, 1));
        recommender.Learn(new Rating(5, UnratedItem, 1));

        Assert.Equal(answers, Answers(before, OfUser(2)));
        Assert.NotEqual(answers, Answers(recommender.FoldInModel, OfUser(2)));
    }

    [Fact]
    public void A_user_who_was_never_trained_on_gets_what_the_ratings_say()
    {
        IFoldInModel model = Create("trained").FoldInModel;
        RatedItem[] ratings = [.. Enumerable.Range(0, 12).Select(item => new RatedItem(item, item % 2 == 0 ? 5 : 1, 0))];
        double[] answers = Answers(model, ratings);

        for (int item = 12; item < UnratedItem - 1; item += 2)
        {
            Assert.True(answers[item] > answers[item + 1] + 1, $"{item}: {answers[item]}, {answers[item + 1]}");
        }
    }

    [Fact]
    public void All_items_are_answered_as_each_of_them()
    {
        IFoldInModel model = Create("with a catalog").FoldInModel;
        double[] factors = Folded(model, OfUser(7));

        Assert.Equal(Enumerable.Range(0, Items).Select(item => model.Predict(factors, item)), Answers(model, OfUser(7)));
    }

    [Fact]
    public void Many_threads_get_the_same_answers()
    {
        IFoldInModel model = Create("trained").FoldInModel;
        double[][] expected = [.. Enumerable.Range(0, Users).Select(user => Answers(model, OfUser(user)))];
        double[][] answers = new double[400][];
        Parallel.For(0, answers.Length, index => answers[index] = Answers(model, OfUser(index % Users)));

        Assert.All(answers, (answer, index) => Assert.Equal(expected[index % Users], answer));
    }

    [Fact]
    public void Folding_in_and_answering_allocate_nothing()
    {
        IFoldInModel model = Create("trained").FoldInModel;
        RatedItem[] ratings = OfUser(1);
        double[] factors = new double[model.FactorCount];
        double[] answers = new double[Items];

        AllocationAssert.None(() =>
        {
            model.FoldIn(ratings, factors);
            model.Predict(factors, answers);
        });
    }

    private static MatrixFactorizationRecommender Create(string kind)
    {
        MatrixFactorizationRecommender recommender = kind switch
        {
            "with averages" => new(Items, RatingScale.Stars, new() { AudienceFactors = 0 }),
            "with a catalog" => new(TwoTastesCatalog.Of(Items), RatingScale.Stars),
            _ => new(Items, RatingScale.Stars),
        };
        if (kind == "streamed")
        {
            Array.ForEach(Ratings, rating => recommender.Learn(rating));
        }
        else
        {
            recommender.Fit(Ratings);
        }

        return recommender;
    }

    private static RatedItem[] OfUser(int user) =>
        [.. Ratings.Where(rating => rating.User == user).Select(rating => new RatedItem(rating.Item, rating.Value, rating.Timestamp))];

    private static double[] Folded(IFoldInModel model, RatedItem[] ratings)
    {
        double[] factors = new double[model.FactorCount];
        model.FoldIn(ratings, factors);
        return factors;
    }

    private static double[] Answers(IFoldInModel model, RatedItem[] ratings)
    {
        double[] answers = new double[Items];
        model.Predict(Folded(model, ratings), answers);
        return answers;
    }
}
