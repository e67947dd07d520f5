try{if(localStorage.getItem("wellspring:"+CAMPAIGN)>Date.now())document.documentElement.dataset.wsGoal="away"}catch(e){}
