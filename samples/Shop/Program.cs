using ShopSample;

await using WebApplication shop = ShopApp.Create(args);
await shop.RunAsync();
