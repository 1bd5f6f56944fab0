using FsCheck;
using FsCheck.Xunit;
using WeightlessNet.Recommenders;
using Xunit;

namespace WeightlessNet.Tests.Recommenders;

public sealed class RatingScaleTests
{
    [Fact]
    public void Half_stars_have_ten_levels()
    {
        RatingScale scale = RatingScale.HalfStars;
        Assert.Equal((0.5f, 5f, 0.5f, 10), (scale.Minimum, scale.Maximum, scale.Step, scale.LevelCount));
        Assert.Equal([0.5f, 1, 1.5f, 2, 2.5f, 3, 3.5f, 4, 4.5f, 5], Enumerable.Range(0, 10).Select(scale.ValueOf));
    }

    [Fact]
    public void Whole_stars_have_five_levels() =>
        Assert.Equal([1f, 2, 3, 4, 5], Enumerable.Range(0, RatingScale.Stars.LevelCount).Select(RatingScale.Stars.ValueOf));

    [Property]
    public void Every_level_is_that_of_its_own_rating(short minimum, byte step, byte steps)
    {
        // Tenths are not exact binary fractions.
        float size = (1 + step) / 10f;
        RatingScale scale = new(minimum / 10f, (minimum / 10f) + (size * (1 + steps)), size);
        Assert.Equal(steps + 2, scale.LevelCount);
        Assert.Equal(scale.Minimum, scale.ValueOf(0));
        Assert.Equal(scale.Maximum, scale.ValueOf(scale.LevelCount - 1));
        for (int level = 0; level < scale.LevelCount; level++)
        {
            Assert.Equal(level, scale.LevelOf(scale.ValueOf(level)));
            Assert.True(scale.Contains(scale.ValueOf(level)));
        }
    }

    [Theory]
    [InlineData(0.5, 0)]
    [InlineData(0.74, 0)]
    [InlineData(0.75, 1)] // halfway rounds up
    [InlineData(1.25, 2)]
    [InlineData(3.3, 6)]
    [InlineData(-100, 0)]
    [InlineData(4.75, 9)]
    [InlineData(100, 9)]
    [InlineData(double.NegativeInfinity, 0)]
    [InlineData(double.PositiveInfinity, 9)]
    public void The_level_of_a_number_is_the_nearest(double value, int level) => Assert.Equal(level, RatingScale.HalfStars.LevelOf(value));

    [Theory]
    [InlineData(-1, 0.5)]
    [InlineData(0.5, 0.5)]
    [InlineData(3.14, 3.14)]
    [InlineData(5, 5)]
    [InlineData(5.01, 5)]
    [InlineData(double.PositiveInfinity, 5)]
    public void Clamping_moves_a_number_into_the_scale(double value, double expected) =>
        Assert.Equal(expected, RatingScale.HalfStars.Clamp(value));

    [Theory]
    [InlineData(0.5, true)]
    [InlineData(5, true)]
    [InlineData(3.14, true)]
    [InlineData(0.4999, false)]
    [InlineData(5.0001, false)]
    [InlineData(double.NaN, false)]
    [InlineData(double.PositiveInfinity, false)]
    public void A_scale_contains_the_numbers_between_its_ends(double value, bool contained) =>
        Assert.Equal(contained, RatingScale.HalfStars.Contains(value));

    [Theory]
    [InlineData(float.NaN, 5, 1, "minimum")]
    [InlineData(float.NegativeInfinity, 5, 1, "minimum")]
    [InlineData(1, 1, 1, "maximum")]
    [InlineData(1, 0, 1, "maximum")]
    [InlineData(1, float.NaN, 1, "maximum")]
    [InlineData(1, float.PositiveInfinity, 1, "maximum")]
    [InlineData(1, 5, 0, "step")]
    [InlineData(1, 5, -1, "step")]
    [InlineData(1, 5, float.NaN, "step")]
    [InlineData(1, 5, float.PositiveInfinity, "step")]
    [InlineData(1, 5, 5, "step")] // longer than the range
    [InlineData(1, 5, 3, "step")] // does not divide it
    [InlineData(0, 1001, 1, "step")] // too many steps
    [InlineData(-10, 10, 0.01f, "step")]
    [InlineData(0, 1, float.Epsilon, "step")]
    public void Invalid_scales_are_refused(float minimum, float maximum, float step, string parameter) =>
        Assert.Equal(parameter, Assert.Throws<ArgumentOutOfRangeException>(() => new RatingScale(minimum, maximum, step)).ParamName);

    [Theory]
    [InlineData(0, 1, 1, 2)]
    [InlineData(0, 1000, 1, 1001)]
    [InlineData(0, 1, 0.1f, 11)]
    [InlineData(float.MinValue, float.MaxValue, float.MaxValue, 3)]
    public void A_scale_has_one_level_more_than_steps(float minimum, float maximum, float step, int levels) =>
        Assert.Equal(levels, new RatingScale(minimum, maximum, step).LevelCount);

    [Fact]
    public void Invalid_levels_and_ratings_that_are_NaN_are_refused()
    {
        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => RatingScale.Stars.ValueOf(-1)).ParamName);
        Assert.Equal("level", Assert.Throws<ArgumentOutOfRangeException>(() => RatingScale.Stars.ValueOf(5)).ParamName);
        Assert.Equal("value", Assert.Throws<ArgumentOutOfRangeException>(() => RatingScale.Stars.LevelOf(double.NaN)).ParamName);
    }

    [Theory]
    [InlineData(-1, 0, 3, false)]
    [InlineData(0, -1, 3, false)]
    [InlineData(0, 2, 3, false)]
    [InlineData(0, 1, 5.1f, false)]
    [InlineData(0, 1, 0.9f, false)]
    [InlineData(0, 1, float.NaN, false)]
    [InlineData(0, 0, 1, true)]
    [InlineData(int.MaxValue, 1, 5, true)]
    public void A_rating_is_valid_if_its_user_and_item_are_ids_and_its_value_is_on_the_scale(int user, int item, float value, bool valid)
    {
        Exception? thrown = Record.Exception(() => RatingScale.Stars.Validate(new Rating(user, item, value), itemCount: 2));
        Assert.Equal(valid, thrown is null);
        Assert.Equal(valid ? null : "rating", (thrown as ArgumentOutOfRangeException)?.ParamName);
    }

    [Fact]
    public void The_default_value_is_not_a_valid_scale()
    {
        Assert.Equal(0, default(RatingScale).LevelCount);
        Assert.NotEqual(default, RatingScale.Stars);
        Assert.Equal(new RatingScale(1, 5, 1), RatingScale.Stars);
    }

    [Theory]
    [InlineData(0.5f, 5f, 0.5f, 4f)]
    [InlineData(1f, 5f, 1f, 4f)]
    [InlineData(0.5f, 6.5f, 0.5f, 5f)]
    [InlineData(0f, 1f, 1f, 1f)]
    public void Items_are_liked_from_the_first_level_at_three_quarters_of_the_scale(float minimum, float maximum, float step, float liked)
    {
        Assert.Equal(liked, new RatingScale(minimum, maximum, step).LikedFrom);
        Assert.Equal(0f, default(RatingScale).LikedFrom);
    }
}
