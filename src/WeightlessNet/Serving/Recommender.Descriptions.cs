using WeightlessNet.Encoders;

namespace WeightlessNet.Serving;

/// <content>What became of the items' features.</content>
public sealed partial class Recommender<TUser, TItem>
{
    /// <summary>
    /// Tells what became of the features of the items in the catalog: the kind and the bits of each field, the words with and without a
    /// bit, and how many items lack a value. Print it to see whether the schema fits the catalog.
    /// </summary>
    /// <returns>The description, which prints as a table. It has no fields if the schema has none.</returns>
    /// <remarks>
    /// Words without a bit get one at the next training if their field has room. If the fields changed when the recommender was opened, or
    /// if there are no items yet, the description is that of the next training. Takes time in proportion to the items and their bits.
    /// </remarks>
    public SchemaDescription DescribeItems()
    {
        TItem[] items;
        FeatureSchema<TItem>? schema;
        lock (_catalog)
        {
            items = [.. Records().OfType<TItem>()];
            schema = _models?.Schema;
        }

        return _schema.HasFields
            ? (schema ?? _schema.Fit(items)).Describe(items)
            : new SchemaDescription(items.Length, []);
    }
}
